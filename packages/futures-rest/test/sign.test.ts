import { createHash, createHmac } from "node:crypto";
import { base64Decode } from "@x/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { signWith as signInNode } from "../src/platform-node.ts";
import { signWith as signOnTheWeb } from "../src/platform-web.ts";
import type { Sign } from "../src/sign.ts";
import { credentials } from "./exchange.ts";

const secret = base64Decode(credentials.apiSecret);

describe.each([
  ["Node's own crypto", signInNode],
  ["Web Crypto", signOnTheWeb],
])("signing by %s", (_name, signWith) => {
  const sign = (given: Parameters<Sign>[0], key: Uint8Array<ArrayBuffer>) => signWith(key)(given);

  // Expected values: openssl dgst -sha256 | openssl dgst -sha512 -mac HMAC, with the same key.
  const vectors = [
    {
      what: "no parameters, no nonce",
      given: { data: "", nonce: "", path: "/api/v3/openorders" },
      want: "G/8fZqzKO7nDxI5nxbUKbGMLmdGLMOyXeZSAXePpOslB1K/ABHafQhmzOs5K2OUg2Qx4pZg286Csncd645wVpQ==",
    },
    {
      what: "one parameter",
      given: { data: "symbol=PF_XBTUSD", nonce: "", path: "/api/v3/cancelallorders" },
      want: "apl8RV8ddX151Bvrg1rOujhVUh77K3yGfQoCW9+TToR6xUeA7+3M9ge2hurxjOu4zxkmR+MFFbzmaVvSheo8gg==",
    },
    {
      what: "a nonce, and an encoded space that must stay encoded",
      given: {
        data: "cliOrdId=hello%20world&size=0.0000001",
        nonce: "1415957147987",
        path: "/api/v3/sendorder",
      },
      want: "O/2xvDBBsf52Oz7oFueKc0JkgKrJd1i1Ge2gHCXEi8cad8Tp1UpOb4f4i8ZGtW+btg2RYCipeTm3o280qS+Qkw==",
    },
    {
      what: "encoded text beyond ASCII",
      given: { data: "a=%C3%A9%E2%82%AC%F0%9F%98%80", nonce: "", path: "/api/v3/sendorder" },
      want: "BXAiEdtX00aOGJ9XczWkJ1QtgUiYCrz8/xHSxbwOxo0K5/3ujbFdV7NQsc/vC+ejjlT7TdPmPSQ9YTzKNOr2gg==",
    },
  ];
  it.each(vectors)("$what", async ({ given, want }) => {
    expect(await sign(given, secret)).toBe(want);
  });

  it("agrees with a straightforward signature for any input", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: "grapheme" }),
        fc.nat().map(String),
        fc.webPath(),
        fc.uint8Array({ minLength: 1, maxLength: 200 }),
        async (data, nonce, path, key) => {
          const digest = createHash("sha256")
            .update(data + nonce + path)
            .digest();
          const want = createHmac("sha512", key).update(digest).digest("base64");
          expect(await sign({ data, nonce, path }, Uint8Array.from(key))).toBe(want);
        },
      ),
      { numRuns: 200 },
    );
  });
});
