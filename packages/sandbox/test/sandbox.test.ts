import { createServer } from "node:net";
import { inspect } from "node:util";
import { createClient, getOpenOrders, sendOrder } from "@x/futures-rest";
import { describe, expect, test } from "vitest";
import { startSandbox } from "../src/index.ts";
import { sandboxes } from "./sandbox-fixture.ts";

const fixture = sandboxes();

describe("startSandbox", () => {
  test("listens on loopback, every time with other credentials", async () => {
    const [one, two] = [await fixture.start(), await fixture.start()];
    for (const url of [one.urls.futuresRest, one.urls.spotRest, one.urls.wsV2, one.urls.wsLegacy]) {
      expect(new URL(url).hostname).toBe("127.0.0.1");
    }
    expect(one.urls.fix.host).toBe("127.0.0.1");
    expect(one.urls.futuresRest).not.toBe(two.urls.futuresRest);
    expect(one.credentials.futures.apiKey).not.toBe(two.credentials.futures.apiKey);
    expect(one.credentials.fix.apiSecret).not.toBe(one.credentials.spot.apiSecret);
  });

  test("takes credentials to accept", async () => {
    const spot = { apiKey: "mine", apiSecret: "c2VjcmV0" };
    const sandbox = await fixture.start({ credentials: { spot } });
    expect(sandbox.credentials.spot).toEqual(spot);
    expect(sandbox.credentials.futures.apiKey).not.toBe("");
  });

  test.each(["0.0.0.0", "::", "192.168.1.1", "example.com"])("refuses to listen on %s", async (host) => {
    await expect(startSandbox({ host })).rejects.toThrow(RangeError);
  });

  test("says which port is taken, and leaves nothing behind", async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
    fixture.later(() => taken.close());
    const { port } = taken.address() as { port: number };
    await expect(startSandbox({ ports: { http: port } })).rejects.toMatchObject({ code: "EADDRINUSE" });
    await expect(startSandbox({ ports: { fix: port } })).rejects.toThrow(String(port));
  });

  test("no credential shows when it is inspected or serialised", async () => {
    const sandbox = await fixture.start();
    const { futures, spot, fix } = sandbox.credentials;
    const shown = inspect(sandbox, { depth: 10, showHidden: true }) + JSON.stringify(sandbox);
    for (const secret of [futures, spot, fix].flatMap(({ apiKey, apiSecret }) => [apiKey, apiSecret])) {
      expect(shown).not.toContain(secret);
    }
  });

  test("one seed gives the same order ids", async () => {
    const ids: (string | undefined)[] = [];
    for (const seed of ["a", "a", "b"]) {
      const sandbox = await fixture.start({ seed });
      const { apiKey, apiSecret } = sandbox.credentials.futures;
      const futures = createClient({ baseUrl: sandbox.urls.futuresRest, credentials: { apiKey, apiSecret } });
      const order = { orderType: "lmt", symbol: "PF_XBTUSD", side: "buy", size: 1, limitPrice: 1 } as const;
      ids.push((await futures.call(sendOrder, order)).sendStatus.order_id);
    }
    expect(ids[0]).toBe(ids[1]);
    expect(ids[0]).not.toBe(ids[2]);
  });

  test("refuses bodies and frames that no operation needs", async () => {
    const { urls } = await fixture.start();
    const body = "x".repeat(2 << 20);
    const tooLong = await fetch(`${urls.spotRest}/private/GetWebSocketsToken`, { method: "POST", body });
    expect([tooLong.status, await tooLong.json()]).toEqual([413, { error: ["EGeneral:Payload too large"] }]);
    const socket = new WebSocket(urls.wsV2);
    const code = await new Promise((resolve) => {
      socket.onopen = () => socket.send(body);
      socket.onclose = (event) => resolve(event.code);
    });
    expect(code).toBe(1009);
  });

  test("leaves it to clients when to end a connection that is idle", async () => {
    const { urls, adminToken } = await fixture.start({ admin: true });
    const headers = { authorization: `Bearer ${adminToken}` };
    for (const url of [`${urls.spotRest}/public/Time`, `${urls.admin}/admin/clock`]) {
      const answer = await fetch(url, { headers });
      await answer.text();
      // Where the server would end it after some time, it says after which.
      expect([answer.status, answer.headers.get("keep-alive")]).toEqual([200, null]);
    }
  });

  test("closes at once, twice if need be, and by `await using`", async () => {
    let url: string;
    {
      await using sandbox = await startSandbox();
      url = sandbox.urls.futuresRest;
      const { apiKey, apiSecret } = sandbox.credentials.futures;
      await createClient({ baseUrl: url, credentials: { apiKey, apiSecret } }).call(getOpenOrders, {});
      await sandbox.close();
    }
    await expect(fetch(url)).rejects.toThrow();
  });
});
