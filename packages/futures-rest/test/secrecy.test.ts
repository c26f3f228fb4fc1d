import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { cancelAllOrders, createClient } from "../src/index.ts";
import { clients, failure } from "./client-fixture.ts";
import { type Answer, credentials } from "./exchange.ts";

const start = clients();

describe("credentials", () => {
  it("appear in no error, however the exchange or the transport echoes them", async () => {
    const echo: Answer = (request, response) => {
      const { apikey, authent } = request.headers;
      const all = [apikey, authent, encodeURIComponent(String(authent)), credentials.apiSecret];
      response
        .writeHead(400, { "content-type": "application/json" })
        .end(JSON.stringify({ result: "error", error: all.join(" "), errors: all }).replaceAll("/", "\\/"));
    };
    const { client, received } = await start(echo);
    const errors = [await failure(client.call(cancelAllOrders, {}))];
    const throwing = createClient({
      credentials,
      fetch: async (_url, init) => {
        throw new Error(`failed: ${JSON.stringify(init.headers)}`, {
          cause: new Error(credentials.apiSecret),
        });
      },
    });
    errors.push(await failure(throwing.call(cancelAllOrders, {})));
    const secrets = [credentials.apiKey, credentials.apiSecret, String(received[0]?.headers.authent)];
    for (const error of errors) {
      const shown = [
        inspect(error, { depth: 20, showHidden: true }),
        JSON.stringify(error),
        String(error.stack),
        String(error.raw),
        String(error.reason),
      ].join("\n");
      for (const secret of secrets) {
        expect(shown).not.toContain(secret);
        expect(shown).not.toContain(encodeURIComponent(secret));
        expect(shown).not.toContain(secret.replaceAll("/", "\\/"));
      }
    }
  });

  it("cannot be seen on the client", () => {
    const shown = inspect(createClient({ credentials }), { depth: 20, showHidden: true });
    expect(shown).not.toContain(credentials.apiSecret);
    expect(shown).not.toContain(credentials.apiKey);
  });
});
