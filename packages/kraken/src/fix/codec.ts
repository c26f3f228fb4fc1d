/**
 * FIX 4.4 messages and their codec, without any transport: everything of `@x/fix/codec`. Runs in browsers.
 *
 * @module
 */

export * from "@x/fix/codec";
