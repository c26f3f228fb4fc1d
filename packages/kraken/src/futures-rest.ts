/**
 * Futures REST: everything of `@x/futures-rest`.
 *
 * @module
 */

export * from "@x/futures-rest";
