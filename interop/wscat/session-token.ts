import { createHash, createHmac } from "node:crypto";
import type { Sandbox } from "@x/sandbox";

/** Asks for a session token as a person with a shell would: with nothing of ours. */
export async function sessionToken({ urls, credentials }: Sandbox): Promise<string> {
  const { apiKey, apiSecret } = credentials.spot;
  const body = "nonce=1";
  const path = "/0/private/GetWebSocketsToken";
  const digest = createHash("sha256").update(`1${body}`).digest();
  const signature = createHmac("sha512", Buffer.from(apiSecret, "base64")).update(path).update(digest);
  const answer = await fetch(`${urls.spotRest}/private/GetWebSocketsToken`, {
    method: "POST",
    headers: { "API-Key": apiKey, "API-Sign": signature.digest("base64") },
    body: new URLSearchParams(body),
  });
  const { result } = (await answer.json()) as { readonly result: { readonly token: string } };
  return result.token;
}
