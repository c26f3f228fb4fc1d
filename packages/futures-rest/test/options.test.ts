import { describe, expect, it } from "vitest";
import { type ClientOptions, createClient } from "../src/index.ts";
import { credentials } from "./exchange.ts";

describe("options", () => {
  const cases: [string, ClientOptions, string][] = [
    [
      "a secret that is not base64",
      { credentials: { apiKey: "k", apiSecret: "not base64!" } },
      "/credentials/apiSecret",
    ],
    ["an empty secret", { credentials: { apiKey: "k", apiSecret: "" } }, "/credentials/apiSecret"],
    ["an empty key", { credentials: { ...credentials, apiKey: "" } }, "/credentials/apiKey"],
    ["a line break in the key", { credentials: { ...credentials, apiKey: "a\nb" } }, "/credentials/apiKey"],
    ["a base URL that is none", { baseUrl: "futures.kraken.com" }, "/baseUrl"],
    ["another scheme", { baseUrl: "ftp://127.0.0.1" }, "/baseUrl"],
    ["a path in the base URL", { baseUrl: "https://127.0.0.1/api" }, "/baseUrl"],
    ["a password in the base URL", { baseUrl: "https://a:b@127.0.0.1" }, "/baseUrl"],
    ["credentials over plain http", { credentials, baseUrl: "http://example.com" }, "/baseUrl"],
    [
      "a host that only looks like loopback",
      { credentials, baseUrl: "http://127.0.0.1.example.com" },
      "/baseUrl",
    ],
    ["no time at all", { deadlineMs: 0 }, "/deadlineMs"],
    ["time without end", { deadlineMs: Infinity }, "/deadlineMs"],
  ];
  it.each(cases)("refuses %s", (_what, options, path) => {
    let error: unknown;
    try {
      createClient(options);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({
      name: "FuturesRestError",
      code: "invalidOptions",
      path,
      outcome: "not-sent",
    });
    expect(String(error)).not.toContain("base64!");
  });

  it.each([
    "http://127.0.0.1:8080",
    "http://localhost:1",
    "http://[::1]:1",
    "https://example.com",
    new URL("https://example.com"),
  ])("accepts %s", (baseUrl) => {
    expect(() => createClient({ credentials, baseUrl })).not.toThrow();
  });
});
