import type { RestOperation } from "@x/core";
import type { ErrorCode } from "@x/futures-rest";
import type { FuturesCredentials } from "../../credentials.ts";
import type { HttpRequest } from "../../http/http-server.ts";
import { isSignature, sha256 } from "../../http/signature.ts";

const NONCE = /^\d{1,19}$/;
/** The one operation that any key may call, whatever it is permitted. */
const FOR_ANY_KEY = "checkV3ApiKey";

type Needed = RestOperation["auth"];
const PERMITS: Readonly<Record<NonNullable<FuturesCredentials["permission"]>, readonly Needed[]>> = {
  none: [],
  "read-only": ["read-only"],
  full: ["read-only", "full"],
  withdrawal: ["read-only", "full", "withdrawal"],
};

/** Decides whether a request was signed with a key of the account and whether the key may do what is asked. */
export class FuturesAuthentication {
  readonly #keys = new Map<string, FuturesCredentials>();
  readonly #lastNonce = new Map<string, bigint>();

  constructor(key: FuturesCredentials) {
    this.add(key);
  }

  add(key: FuturesCredentials): void {
    this.#keys.set(key.apiKey, key);
  }

  /** The key that may do this, the error to answer with, or nothing where no key is asked for. */
  judge(request: HttpRequest, operation: RestOperation): FuturesCredentials | ErrorCode | undefined {
    if (operation.auth === "none") return undefined;
    const { apikey, authent, nonce } = request.headers;
    const key = typeof apikey === "string" ? this.#keys.get(apikey) : undefined;
    if (key === undefined || typeof authent !== "string") return "authenticationError";
    const sentNonce = typeof nonce === "string" ? nonce : "";
    // The signature covers the parameters as they travelled, query before body, and the path as the API knows it.
    const signed = sha256(
      `${request.query}${request.body}${sentNonce}${request.path.replace(/^\/derivatives/, "")}`,
    );
    if (!isSignature(authent, key.apiSecret, signed)) return "authenticationError";
    const permitted = PERMITS[key.permission ?? "full"].includes(operation.auth);
    if (!permitted && operation.name !== FOR_ANY_KEY) return "authenticationError";
    return (sentNonce === "" ? undefined : this.#useNonce(key, sentNonce)) ?? key;
  }

  #useNonce({ apiKey }: FuturesCredentials, text: string): ErrorCode | undefined {
    if (!NONCE.test(text)) return "invalidArgument";
    const nonce = BigInt(text);
    const last = this.#lastNonce.get(apiKey) ?? -1n;
    if (nonce === last) return "nonceDuplicate";
    if (nonce < last) return "nonceBelowThreshold";
    this.#lastNonce.set(apiKey, nonce);
    return undefined;
  }
}
