import type { Sign } from "./sign.ts";

/**
 * Signs requests: base64 of HMAC-SHA512, keyed with the decoded secret, over SHA-256 of the three texts joined without
 * separators. By Web Crypto, so it runs in browsers and workers.
 *
 * Source: specs/futures-rest/futures-rest.yaml#/components/securitySchemes/authent
 *
 * @param secret the API secret, base64-decoded
 */
export function signWith(secret: Uint8Array<ArrayBuffer>): Sign {
  const { subtle } = crypto;
  const key = subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-512" }, false, ["sign"]);
  return async ({ data, nonce, path }) => {
    const digest = await subtle.digest("SHA-256", new TextEncoder().encode(data + nonce + path));
    return btoa(String.fromCharCode(...new Uint8Array(await subtle.sign("HMAC", await key, digest))));
  };
}

/** Whether a failed request never left. Browsers do not say. */
export function neverConnected(_error: unknown): boolean {
  return false;
}
