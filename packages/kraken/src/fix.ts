/**
 * FIX 4.4 over TCP or TLS, for Node: everything of `@x/fix`.
 *
 * @module
 */

export * from "@x/fix";
