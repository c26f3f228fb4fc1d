import { expect, it } from "vitest";
import * as node from "../src/platform-node.ts";
import * as web from "../src/platform-web.ts";

const failed = (cause: object): Error => new TypeError("fetch failed", { cause });

it.each([
  ["no such host", { syscall: "getaddrinfo", code: "ENOTFOUND" }, true],
  ["nobody listens", { syscall: "connect", code: "ECONNREFUSED" }, true],
  ["no connection in time", { code: "UND_ERR_CONNECT_TIMEOUT" }, true],
  ["the connection was cut", { syscall: "read", code: "ECONNRESET" }, false],
])("Node tells whether a request left: %s", (_name, cause, never) => {
  expect(node.neverConnected(failed(cause))).toBe(never);
});

it("a browser does not tell, so a request that failed may have left", () => {
  expect(web.neverConnected(failed({ code: "UND_ERR_CONNECT_TIMEOUT" }))).toBe(false);
});
