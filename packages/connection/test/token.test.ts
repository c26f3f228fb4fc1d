import { inspect } from "node:util";
import { Secret } from "@x/core";
import { describe, expect, it } from "vitest";
import { apiSign } from "../src/api-sign.ts";
import { TokenError, type WebSocketsTokenOptions, webSocketsToken } from "../src/token.ts";

// Published by Kraken for everyone to try their code with.
const SECRET = "kQH5HW/8p1uGOVjbgWA7FunAmGO8lsSUXNsu3eow76sz84Q18fWxnyRzBHCd3pd5nE9qa99HAZtuZuj6F1huXg==";

describe("the signature", () => {
  it("is the one Kraken publishes for its example", async () => {
    const body = "nonce=1616492376594&ordertype=limit&pair=XBTUSD&price=37500&type=buy&volume=1.25";
    expect(await apiSign("/0/private/AddOrder", "1616492376594", body, new Secret(SECRET))).toBe(
      "4/dpxb3iT4tp/ZCVEwSnEsLxx0bqyhLpdfOpc6fn7OR8+UClSV5n9E6aSS8MPtnRfp32bAb0nmbRn6H8ndwLUQ==",
    );
  });
});

type Seen = { readonly url: string; readonly init: RequestInit };

/** A provider whose exchange answers with the given body. */
function provider(body: string, options: Partial<WebSocketsTokenOptions> = {}, status = 200) {
  const seen: Seen[] = [];
  const fetch = async (url: string | URL | Request, init?: RequestInit): Promise<Response> => {
    seen.push({ url: String(url), init: init ?? {} });
    return new Response(body, { status });
  };
  return { seen, token: webSocketsToken({ apiKey: "k3y", apiSecret: SECRET, fetch, ...options }) };
}

const granted = JSON.stringify({ error: [], result: { token: "t0ken", expires: 900 } });

async function problem(token: () => Promise<string>): Promise<TokenError> {
  const error = await token().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!TokenError.is(error)) throw new Error(`expected a TokenError, got ${inspect(error)}`);
  return error;
}

describe("webSocketsToken", () => {
  it("sends what was signed, and nothing else", async () => {
    const { seen, token } = provider(granted, { nonce: () => 1616492376594 });
    expect(await token()).toBe("t0ken");
    const [{ url, init } = { url: "", init: {} }] = seen;
    expect(url).toBe("https://api.kraken.com/0/private/GetWebSocketsToken");
    expect(init.method).toBe("POST");
    expect(init.body).toBe("nonce=1616492376594");
    expect(init.headers).toEqual({
      "API-Key": "k3y",
      "API-Sign": await apiSign(
        "/0/private/GetWebSocketsToken",
        "1616492376594",
        "nonce=1616492376594",
        new Secret(SECRET),
      ),
      "Content-Type": "application/x-www-form-urlencoded; charset=utf-8",
    });
  });

  it("goes to another base URL, and signs its path", async () => {
    const { seen, token } = provider(granted, { baseUrl: "http://127.0.0.1:9/proxy/0/", nonce: () => 1 });
    await token();
    expect(seen[0]?.url).toBe("http://127.0.0.1:9/proxy/0/private/GetWebSocketsToken");
    const sign = await apiSign("/proxy/0/private/GetWebSocketsToken", "1", "nonce=1", new Secret(SECRET));
    expect(seen[0]?.init.headers).toMatchObject({ "API-Sign": sign });
  });

  it("uses a nonce that rises, also within a millisecond", async () => {
    const { seen, token } = provider(granted);
    await Promise.all([token(), token(), token()]);
    const nonces = seen.map(({ init }) => Number(String(init.body).slice("nonce=".length)));
    expect(nonces).toEqual([...new Set(nonces)].sort((one, other) => one - other));
    expect(nonces[0]).toBeLessThanOrEqual(Date.now());
  });

  it("outlives another connection of the same key that is a step ahead", async () => {
    let latest = 0;
    let refused = 0;
    // The exchange's rule, for a key that two connections use within the same milliseconds.
    const fetch = async (_url: unknown, init?: RequestInit): Promise<Response> => {
      const nonce = Number(String(init?.body).slice("nonce=".length));
      if (nonce > latest) {
        latest = nonce;
        return new Response(granted);
      }
      refused += 1;
      return new Response('{"error":["EAPI:Invalid nonce"]}');
    };
    const risingFrom = (start: number) => {
      let last = start;
      return () => ++last;
    };
    const ahead = webSocketsToken({ apiKey: "k3y", apiSecret: SECRET, fetch, nonce: risingFrom(2) });
    const behind = webSocketsToken({ apiKey: "k3y", apiSecret: SECRET, fetch, nonce: risingFrom(1) });
    expect([await ahead(), await behind()]).toEqual(["t0ken", "t0ken"]);
    expect(refused).toBe(2);
  });

  it("does not insist where its nonces are far behind", async () => {
    const { seen, token } = provider('{"error":["EAPI:Invalid nonce"]}');
    await problem(token);
    expect(seen).toHaveLength(3);
  });

  it.each([
    ['{"error":["EAPI:Invalid nonce"]}', 200, "EAPI", "refused", false],
    ['{"error":["EAPI:Rate limit exceeded"]}', 200, "EAPI", "refused", true],
    ['{"error":["EGeneral:Permission denied"]}', 200, "EGeneral", "refused", false],
    ['{"error":["ENew:category"]}', 200, "refused", "refused", false],
    ["<html>Bad gateway</html>", 502, "httpError", "none", true],
    ["<html>Hello</html>", 200, "invalidAnswer", "none", false],
    ['{"error":[],"result":{"token":7,"expires":900}}', 200, "invalidAnswer", "none", false],
    ["null", 200, "invalidAnswer", "none", false],
  ] as const)("turns %s at %i into %s", async (body, status, code, outcome, retryable) => {
    const error = await problem(provider(body, {}, status).token);
    expect([error.code, error.outcome, error.retryable]).toEqual([code, outcome, retryable]);
  });

  it("takes a warning beside a result for what it is", async () => {
    const body = JSON.stringify({ error: ["WGeneral:Deprecated"], result: { token: "t0ken", expires: 900 } });
    expect(await provider(body).token()).toBe("t0ken");
  });

  it("says when the network failed, and when the secret is no secret", async () => {
    const fetch = async (): Promise<Response> => {
      throw new TypeError("fetch failed");
    };
    expect(await problem(webSocketsToken({ apiKey: "k", apiSecret: SECRET, fetch }))).toMatchObject({
      code: "networkError",
      retryable: true,
    });
    const { seen, token } = provider(granted, { apiSecret: "not base64!" });
    expect(await problem(token)).toMatchObject({ code: "invalidCredentials", outcome: "not-sent" });
    expect(seen).toEqual([]);
  });

  it("shows no credential in an error", async () => {
    const bodies = [`{"error":["EAPI:Invalid key k3y"]}`, `k3y ${SECRET}`];
    for (const body of bodies) {
      const error = await problem(provider(body).token);
      const shown = inspect(error, { depth: 9 }) + JSON.stringify(error);
      expect(shown).not.toContain("k3y");
      expect(shown).not.toContain(SECRET);
    }
    const error = await problem(provider(granted, { apiSecret: "n0t base64!" }).token);
    expect(inspect(error, { depth: 9 })).not.toContain("n0t base64!");
  });
});
