/**
 * Legacy WebSocket: everything of `@x/ws-legacy`.
 *
 * @module
 */

export * from "@x/ws-legacy";
