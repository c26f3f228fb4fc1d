import type { Check } from "@x/core";

/** A parsed request, before anything but its outer shape was looked at. */
export interface LegacyRequest {
  readonly event: string;
  readonly id: number | undefined;
  readonly token: unknown;
  /** Every field but `event`, `reqid` and `token`. */
  readonly params: Record<string, unknown>;
}

export const BAD_ID = "Reqid field must be a positive integer less than 18446744073709551616";

/** Reads the outer shape of a frame; a text is the exchange's reason why it is no request. */
export function readRequest(text: string): LegacyRequest | string {
  let frame: unknown;
  try {
    frame = JSON.parse(text);
  } catch {
    return "Malformed request";
  }
  if (!isObject(frame)) return "Malformed request";
  const { event, reqid, token, ...params } = frame;
  if (typeof event !== "string") return "Event(s) not found";
  if (reqid !== undefined && !(typeof reqid === "number" && Number.isInteger(reqid) && reqid >= 0))
    return BAD_ID;
  return { event, id: reqid as number | undefined, token, params };
}

/** The exchange's text for parameters that fail their check, or nothing. */
export function refuseParams(check: Check, params: unknown, request: string): string | undefined {
  const found = check(params);
  if (found === undefined) return undefined;
  const field = found.path.slice(1);
  if (found.expected === "no field of this name") {
    return `Unsupported field: '${field}' for the given msg type: ${request}`;
  }
  return field === "" ? "EGeneral:Invalid arguments" : `EGeneral:Invalid arguments:${field}`;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
