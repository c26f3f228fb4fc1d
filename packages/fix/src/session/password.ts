import { base64Decode, base64Encode, hmacSha512, sha256, utf8 } from "@x/core";

/** What Kraken's logon signature covers. */
export interface LogonSignature {
  /** base64, as Kraken shows it once. */
  readonly apiSecret: string;
  /** Username (553). */
  readonly apiKey: string;
  /** Nonce (5025): milliseconds since the epoch, as text. */
  readonly nonce: string;
  readonly MsgSeqNum: number;
  readonly SenderCompID: string;
  /** Default KRAKEN-TRD. */
  readonly TargetCompID?: string;
}

/**
 * Password (554): base64 of HMAC-SHA-512, under the decoded secret, of the SHA-256 of the fields 35, 34, 49, 56 and 553
 * as they stand on the wire, each with its separator, followed by the bare nonce.
 *
 * @throws TypeError when the secret is not base64.
 */
export async function logonPassword(signature: LogonSignature): Promise<string> {
  const { apiKey, apiSecret, MsgSeqNum, nonce, SenderCompID, TargetCompID = "KRAKEN-TRD" } = signature;
  const fields = ["35=A", `34=${MsgSeqNum}`, `49=${SenderCompID}`, `56=${TargetCompID}`, `553=${apiKey}`];
  const input = fields.map((field) => `${field}\u0001`).join("") + nonce;
  const digest = await sha256(utf8(input));
  return base64Encode(await hmacSha512(base64Decode(apiSecret), digest));
}
