import { createHash, createHmac } from "node:crypto";
import type { HttpRequest } from "../src/http/http-server.ts";
import type { ApiKey } from "../src/index.ts";

/** A Futures REST request as the gateway sees it, rightly signed, whatever it says. */
export function signedRequest(
  { apiKey, apiSecret }: ApiKey,
  { method, path, query = "", body = "" }: { method: string; path: string; query?: string; body?: string },
): HttpRequest {
  const signed = `${query}${body}${path.replace(/^\/derivatives/, "")}`;
  const digest = createHash("sha256").update(signed).digest();
  const authent = createHmac("sha512", Buffer.from(apiSecret, "base64")).update(digest).digest("base64");
  return { method, path, query, headers: { apikey: apiKey, authent }, body };
}
