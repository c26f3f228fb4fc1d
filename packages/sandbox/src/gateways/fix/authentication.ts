import type { Clock } from "@x/core";
import type { Logon, LogonVerdict } from "@x/fix";
import type { FixCredentials } from "../../credentials.ts";
import { isSignature, sha256 } from "../../http/signature.ts";

/** How far a nonce may be from the exchange's clock, in milliseconds. */
const NONCE_WINDOW = 5000;

/** The exchange names no reason: which part was wrong is nobody's business. */
export const REFUSED: LogonVerdict = { accepted: false, text: "Logon failed: invalid credentials" };

/** Judges logons: the CompID must be known, the key right, the nonce fresh and rising, the password made with the secret. */
export class FixAuthentication {
  readonly #clock: Clock;
  readonly #keys = new Map<string, FixCredentials>();
  readonly #lastNonce = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @throws RangeError for a CompID that exists already. */
  add(key: FixCredentials): void {
    if (this.#keys.has(key.senderCompID)) {
      throw new RangeError(`senderCompID: ${JSON.stringify(key.senderCompID)} exists already`);
    }
    this.#keys.set(key.senderCompID, key);
  }

  /** For sessions that trade. */
  judge({ header, Username, Password, Nonce }: Logon): LogonVerdict {
    const key = this.#keys.get(header.SenderCompID);
    if (key === undefined || key.targetCompID !== header.TargetCompID || Username !== key.apiKey)
      return REFUSED;
    if (Password === undefined || Nonce === undefined || !/^\d{1,15}$/.test(Nonce)) return REFUSED;
    const fields = [
      "35=A",
      `34=${header.MsgSeqNum}`,
      `49=${header.SenderCompID}`,
      `56=${header.TargetCompID}`,
      `553=${Username}`,
    ];
    const digest = sha256(`${fields.map((field) => `${field}\u0001`).join("")}${Nonce}`);
    if (!isSignature(Password, key.apiSecret, digest)) return REFUSED;
    const nonce = Number(Nonce);
    const last = this.#lastNonce.get(key.apiKey) ?? 0;
    if (Math.abs(nonce - this.#clock.now()) > NONCE_WINDOW || nonce <= last) return REFUSED;
    this.#lastNonce.set(key.apiKey, nonce);
    return { accepted: true };
  }

  /** For market data, which asks for the CompID that trades on the same markets and for nothing else. */
  judgeName({ header }: Logon, tradesWith: string): LogonVerdict {
    const key = this.#keys.get(header.SenderCompID);
    return key?.targetCompID === tradesWith ? { accepted: true } : REFUSED;
  }
}
