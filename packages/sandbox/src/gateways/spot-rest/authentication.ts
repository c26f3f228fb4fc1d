import type { SpotCredentials } from "../../credentials.ts";
import type { HttpRequest } from "../../http/http-server.ts";
import { isSignature, sha256 } from "../../http/signature.ts";
import { type SpotParams, textOf } from "./request.ts";

/** Holds private calls to their key, signature and ever rising nonce. */
export class SpotAuthentication {
  readonly #key: SpotCredentials;
  #lastNonce = -1n;

  constructor(key: SpotCredentials) {
    this.#key = key;
  }

  /** Whether the key may ask for WebSocket tokens. */
  get mayAskForTokens(): boolean {
    return this.#key.webSocket !== false;
  }

  /** Why the request is not taken, if it is not. */
  refuse(request: HttpRequest, params: SpotParams): string | undefined {
    const { apiKey, apiSecret } = this.#key;
    if (request.headers["api-key"] !== apiKey) return "EAPI:Invalid key";
    const nonce = textOf(params, "nonce") ?? "";
    const signature = request.headers["api-sign"];
    const digest = sha256(`${nonce}${request.body}`);
    if (typeof signature !== "string" || !isSignature(signature, apiSecret, request.path, digest)) {
      return "EAPI:Invalid signature";
    }
    if (!/^\d{1,20}$/.test(nonce) || BigInt(nonce) <= this.#lastNonce) return "EAPI:Invalid nonce";
    this.#lastNonce = BigInt(nonce);
    return undefined;
  }
}
