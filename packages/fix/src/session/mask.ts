import { MASK } from "@x/core";
import { latin1 } from "../codec/text.ts";

/** Fields whose values are credentials: API key, logon signature, nonce, RawData. */
const SECRET_FIELD = /(^|\|)(553|554|5025|96)=[^|]*/g;

/** A message for people: `|` for the separator, credentials masked. */
export function showMessage(bytes: Uint8Array): string {
  const text = latin1(bytes, 0, bytes.length).replaceAll("\u0001", "|");
  return text.replace(SECRET_FIELD, `$1$2=${MASK}`);
}
