import { spellings } from "./masked.ts";
import { type SigningKey, sign, signingKey } from "./sign.ts";

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
  let key: Promise<SigningKey> | undefined;
  return {
    secrets: [apiSecret, apiKey].flatMap(spellings),
    async prove(data, path, nonce) {
      key ??= signingKey(Uint8Array.from(decoded, (character) => character.charCodeAt(0)));
      const Authent = await sign({ data, nonce, path: path.replace(/^\/derivatives/, "") }, await key);
      return { APIKey: apiKey, Authent, ...(nonce && { Nonce: nonce }) };
    },
  };
}
