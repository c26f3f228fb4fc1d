import type { Clock } from "@x/core";
import type { Logon, LogonVerdict } from "@x/fix";
import type { FixCredentials } from "../../credentials.ts";
import { isSignature, sha256 } from "../../http/signature.ts";

/** How far a nonce may be from the exchange's clock, in milliseconds. */
const NONCE_WINDOW = 5000;

/** The exchange names no reason: which part was wrong is nobody's business. */
const REFUSED: LogonVerdict = { accepted: false, text: "Logon failed: invalid credentials" };

/** Judges logons: the CompID must be known, the key right, the nonce fresh and rising, the password made with the secret. */
export function createLogonJudge(key: FixCredentials, clock: Clock): (logon: Logon) => LogonVerdict {
  let lastNonce = 0;
  return ({ header, Username, Password, Nonce }) => {
    if (header.SenderCompID !== key.senderCompID || Username !== key.apiKey) return REFUSED;
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
    if (Math.abs(nonce - clock.now()) > NONCE_WINDOW || nonce <= lastNonce) return REFUSED;
    lastNonce = nonce;
    return { accepted: true };
  };
}
