import type { Check, Fault } from "@x/core";

/** A parsed request, before anything but its outer shape was looked at. */
export interface V2Request {
  readonly method: string;
  readonly id: number | undefined;
  readonly token: unknown;
  readonly params: Record<string, unknown>;
}

/** Reads the outer shape of a frame. Nothing comes back for what is no request. */
export function readRequest(text: string): V2Request | undefined {
  let frame: unknown;
  try {
    frame = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(frame) || typeof frame.method !== "string") return undefined;
  const { method, params = {}, req_id } = frame;
  if (!isObject(params)) return undefined;
  if (req_id !== undefined && !(typeof req_id === "number" && Number.isInteger(req_id) && req_id >= 0)) {
    return undefined;
  }
  const { token, ...own } = params;
  return { method, id: req_id as number | undefined, token, params: own };
}

/** The exchange's text for parameters that fail their check, or nothing. */
export function refuseParams(check: Check, params: unknown, method: string): string | undefined {
  const found = check(params);
  return found && faultText(found, method);
}

function faultText({ path, expected }: Fault, method: string): string {
  const field = path.slice(1);
  if (expected === "no field of this name") {
    return `Unsupported field: '${field}' for the given msg type: ${method.replaceAll("_", " ")}`;
  }
  return field === "" ? "EGeneral:Invalid arguments" : `EGeneral:Invalid arguments:${field}`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
