import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/** Whether `signature` is the base64 HMAC-SHA512 of `message` under the base64 `secret`; takes the same time either way. */
export function isSignature(
  signature: string,
  secret: string,
  ...message: readonly (string | Buffer)[]
): boolean {
  const hmac = createHmac("sha512", Buffer.from(secret, "base64"));
  for (const part of message) hmac.update(part);
  const wanted = Buffer.from(hmac.digest("base64"));
  const given = Buffer.from(signature);
  return wanted.length === given.length && timingSafeEqual(wanted, given);
}

export function sha256(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
