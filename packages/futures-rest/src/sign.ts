import { base64Encode, type HmacKey, hmacSha512, sha256, utf8 } from "@x/core";
import type { EncodedRequest } from "./request.ts";

/** What is signed: the parameters exactly as sent, the nonce or nothing, and the path without `/derivatives`. */
export interface Signable {
  /** Query and form body, url-encoded, one after the other. */
  readonly data: string;
  /** Value of the `Nonce` header; empty when none is sent. */
  readonly nonce: string;
  /** `/api/v3/sendorder`. */
  readonly path: string;
}

/**
 * The `Authent` header: base64 of HMAC-SHA512, keyed with the decoded secret, over SHA-256 of the three texts joined
 * without separators. By Web Crypto, so it runs in browsers and workers.
 *
 * Source: specs/futures-rest/futures-rest.yaml#/components/securitySchemes/authent
 *
 * @param key the API secret, base64-decoded, or already imported by `hmacSha512Key` of `@x/core`
 */
export async function sign(
  { data, nonce, path }: Signable,
  key: HmacKey | Uint8Array<ArrayBuffer>,
): Promise<string> {
  return base64Encode(await hmacSha512(key, await sha256(utf8(data + nonce + path))));
}

/** The headers that prove who asks. The nonce header is sent only when there is one. */
export async function authorise(
  request: EncodedRequest,
  apiKey: string,
  key: HmacKey | Uint8Array<ArrayBuffer>,
  nonce: string,
): Promise<{ readonly APIKey: string; readonly Authent: string; readonly Nonce?: string }> {
  const data = request.query + request.form;
  const path = request.path.replace(/^\/derivatives/, "");
  const Authent = await sign({ data, nonce, path }, key);
  return { APIKey: apiKey, Authent, ...(nonce !== "" && { Nonce: nonce }) };
}
