import type { Check } from "@x/core";

/** A parsed request, before anything but its outer shape was looked at. */
export interface LegacyRequest {
  readonly event: string;
  /** Null: there is one, but not one that can be used. */
  readonly id: number | undefined | null;
  readonly token: unknown;
  /** Every field but `event`, `reqid` and `token`. */
  readonly params: Record<string, unknown>;
}

export const BAD_ID = "Reqid field must be a positive integer less than 18446744073709551616";

/** Reads the outer shape of a frame. Nothing comes back for what is no object; a request may lack its event. */
export function readRequest(text: string): (Omit<LegacyRequest, "event"> & { event?: string }) | undefined {
  let frame: unknown;
  try {
    frame = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(frame)) return undefined;
  const { event, reqid, token, ...params } = frame;
  const usable = typeof reqid === "number" && Number.isInteger(reqid) && reqid >= 0;
  const id = reqid === undefined || usable ? reqid : null;
  return { ...(typeof event === "string" && { event }), id, token, params };
}

/** As answers repeat it. */
export function idOf({ id }: Pick<LegacyRequest, "id">): { reqid?: number | null } {
  return id === undefined ? {} : { reqid: id };
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
