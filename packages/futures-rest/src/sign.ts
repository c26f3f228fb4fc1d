/** What is signed: the parameters exactly as sent, the nonce or nothing, and the path without `/derivatives`. */
export interface Signable {
  /** Query and form body, url-encoded, one after the other. */
  readonly data: string;
  /** Value of the `Nonce` header; empty when none is sent. */
  readonly nonce: string;
  /** `/api/v3/sendorder`. */
  readonly path: string;
}

/** Web Crypto's key, named without the DOM's types, which a program for Node may not have. */
export type SigningKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

/** @param secret the API secret, base64-decoded */
export function signingKey(secret: Uint8Array<ArrayBuffer>): Promise<SigningKey> {
  return crypto.subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-512" }, false, ["sign"]);
}

/**
 * The `Authent` header: base64 of HMAC-SHA512, keyed with the decoded secret, over SHA-256 of the three texts joined
 * without separators. By Web Crypto, so it runs in browsers and workers.
 *
 * Source: specs/futures-rest/futures-rest.yaml#/components/securitySchemes/authent
 */
export async function sign({ data, nonce, path }: Signable, key: SigningKey): Promise<string> {
  const { subtle } = crypto;
  const digest = await subtle.digest("SHA-256", new TextEncoder().encode(data + nonce + path));
  return btoa(String.fromCharCode(...new Uint8Array(await subtle.sign("HMAC", key, digest))));
}
