import { createHash, createHmac } from "node:crypto";
import { getWebSocketsToken } from "@x/connection";
import { describe, expect, test } from "vitest";
import type { Sandbox, SpotCredentials } from "../src/index.ts";
import { sandboxes } from "./sandbox-fixture.ts";
import { tokenOf } from "./web-socket-clients.ts";

const fixture = sandboxes();

async function ask(
  sandbox: Sandbox,
  body: string,
  { key = sandbox.credentials.spot as SpotCredentials, nonce = "1" } = {},
) {
  const path = "/0/private/GetWebSocketsToken";
  const digest = createHash("sha256")
    .update(nonce + body)
    .digest();
  const sign = createHmac("sha512", Buffer.from(key.apiSecret, "base64"))
    .update(path)
    .update(digest)
    .digest("base64");
  const response = await fetch(new URL(path, sandbox.urls.spotRest), {
    method: "POST",
    headers: { "API-Key": key.apiKey, "API-Sign": sign },
    body,
  });
  expect(response.status).toBe(200);
  return response.json();
}

describe("GetWebSocketsToken", () => {
  test("gives a new token each time", async () => {
    const sandbox = await fixture.start();
    const answer = await ask(sandbox, "nonce=1");
    expect(getWebSocketsToken.checkResult(answer)).toBeUndefined();
    expect(answer).toEqual({ error: [], result: { token: expect.stringMatching(/^\S{43}$/), expires: 900 } });
    const next = tokenOf(sandbox);
    expect(await next()).not.toBe(await next());
  });

  test("nonces rise, beyond what a double holds as well", async () => {
    const sandbox = await fixture.start();
    expect(await ask(sandbox, "nonce=1772442942117000001", { nonce: "1772442942117000001" })).toMatchObject({
      error: [],
    });
    expect(await ask(sandbox, "nonce=1772442942117000002", { nonce: "1772442942117000002" })).toMatchObject({
      error: [],
    });
    expect(await ask(sandbox, "nonce=1772442942117000002", { nonce: "1772442942117000002" })).toEqual({
      error: ["EAPI:Invalid nonce"],
    });
    expect(await ask(sandbox, "nonce=7", { nonce: "7" })).toEqual({ error: ["EAPI:Invalid nonce"] });
  });

  test.each<[string, string, string, Partial<SpotCredentials>]>([
    ["EAPI:Invalid key", "nonce=1", "1", { apiKey: "nobody" }],
    ["EAPI:Invalid signature", "nonce=1", "1", { apiSecret: "c2VjcmV0" }],
    ["EAPI:Invalid signature", "nonce=2", "1", {}],
    ["EAPI:Invalid nonce", "", "", {}],
    ["EAPI:Invalid nonce", "nonce=soon", "soon", {}],
    ["EGeneral:Invalid arguments", "nonce=1&more=1", "1", {}],
  ])("%s", async (error, body, nonce, change) => {
    const sandbox = await fixture.start();
    const key = { ...sandbox.credentials.spot, ...change };
    expect(await ask(sandbox, body, { key, nonce })).toEqual({ error: [error] });
  });

  test("a key without the permission gets none", async () => {
    const spot = { apiKey: "reader", apiSecret: "c2VjcmV0", webSocket: false };
    expect(await ask(await fixture.start({ credentials: { spot } }), "nonce=1")).toEqual({
      error: ["EGeneral:Permission denied"],
    });
  });

  test("other operations are unknown", async () => {
    const sandbox = await fixture.start();
    const response = await fetch(`${sandbox.urls.spotRest}/private/Nothing`, {
      method: "POST",
      body: "nonce=1",
    });
    expect(await response.json()).toEqual({ error: ["EGeneral:Unknown method"] });
  });
});
