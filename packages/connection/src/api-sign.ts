import { base64Decode, base64Encode, concatBytes, hmacSha512, type Secret, sha256, utf8 } from "@x/core";

/**
 * The `API-Sign` header of a Spot REST request: HMAC-SHA-512, under the decoded secret, of the path's bytes followed by
 * the SHA-256 of nonce and body; in base64.
 *
 * @throws TypeError when the secret is not base64.
 *
 * Source: https://docs.kraken.com/api/docs/guides/spot-rest-auth
 */
export async function apiSign(path: string, nonce: string, body: string, secret: Secret): Promise<string> {
  const key = base64Decode(secret.reveal());
  const digest = await sha256(utf8(nonce + body));
  return base64Encode(await hmacSha512(key, concatBytes(utf8(path), digest)));
}
