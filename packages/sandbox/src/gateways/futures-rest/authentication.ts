import type { RestOperation } from "@x/core";
import type { ErrorCode } from "@x/futures-rest";
import type { FuturesCredentials } from "../../credentials.ts";
import type { HttpRequest } from "../../http/http-server.ts";
import { isSignature, sha256 } from "../../http/signature.ts";

const NONCE = /^\d{1,19}$/;

/** Decides whether a request was signed with the account's key and whether the key may do what is asked. */
export class FuturesAuthentication {
  readonly #key: FuturesCredentials;
  #lastNonce = -1n;

  constructor(key: FuturesCredentials) {
    this.#key = key;
  }

  /** The error to answer with, or nothing. */
  refuse(request: HttpRequest, operation: RestOperation): ErrorCode | undefined {
    if (operation.auth === "none") return undefined;
    const { apikey, authent, nonce } = request.headers;
    if (apikey !== this.#key.apiKey || typeof authent !== "string") return "authenticationError";
    const sentNonce = typeof nonce === "string" ? nonce : "";
    // The signature covers the parameters as they travelled, query before body, and the path as the API knows it.
    const signed = sha256(
      `${request.query}${request.body}${sentNonce}${request.path.replace(/^\/derivatives/, "")}`,
    );
    if (!isSignature(authent, this.#key.apiSecret, signed)) return "authenticationError";
    if (!permits(this.#key.permission ?? "full", operation.auth)) return "authenticationError";
    return sentNonce === "" ? undefined : this.#useNonce(sentNonce);
  }

  #useNonce(text: string): ErrorCode | undefined {
    if (!NONCE.test(text)) return "invalidArgument";
    const nonce = BigInt(text);
    if (nonce === this.#lastNonce) return "nonceDuplicate";
    if (nonce < this.#lastNonce) return "nonceBelowThreshold";
    this.#lastNonce = nonce;
    return undefined;
  }
}

function permits(permission: "none" | "read-only" | "full", needed: RestOperation["auth"]): boolean {
  return permission === "full" ? needed !== "withdrawal" : permission === needed;
}
