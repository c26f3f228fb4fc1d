/**
 * WebSocket v2: everything of `@x/ws-v2`.
 *
 * @module
 */

export * from "@x/ws-v2";
