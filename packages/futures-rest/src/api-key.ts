import { signWith } from "#platform";
import type { Sign } from "./sign.ts";

/** An API key that signs. It shows neither of its halves. */
export interface ApiKey {
  /** Texts that must appear in no error. */
  readonly secrets: readonly string[];
  /** The headers that prove who asks. `Nonce` is among them only when there is one. */
  prove(
    data: string,
    path: string,
    nonce: string,
  ): Promise<{ readonly APIKey: string; readonly Authent: string; readonly Nonce?: string }>;
}

/** @param decoded what the base64 of `apiSecret` stands for, a character for each byte */
export function apiKeyOf(apiKey: string, apiSecret: string, decoded: string): ApiKey {
  let sign: Sign | undefined;
  return {
    secrets: [apiSecret, apiKey],
    async prove(data, path, nonce) {
      // Not before it is needed: a platform without crypto can still make public calls.
      sign ??= signWith(Uint8Array.from(decoded, (character) => character.charCodeAt(0)));
      const Authent = await sign({ data, nonce, path: path.replace(/^\/derivatives/, "") });
      return { APIKey: apiKey, Authent, ...(nonce && { Nonce: nonce }) };
    },
  };
}
