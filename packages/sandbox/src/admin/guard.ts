import { timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { sha256 } from "../http/signature.ts";

/** Why a request is not let in. */
export interface Denied {
  readonly status: 401 | 403;
  readonly error: string;
}

/**
 * Refuses requests that come by another name than this machine's, as those of a web page do whose name was pointed here, or
 * from another page than the sandbox's own.
 */
export function refuseStranger(headers: IncomingHttpHeaders, port: number): Denied | undefined {
  const names = ["127.0.0.1", "localhost", "[::1]"].map((name) => `${name}:${port}`);
  const { host = "", origin } = headers;
  if (!names.includes(host)) return { status: 403, error: "Host: expected the address of this sandbox" };
  if (origin !== undefined && !names.some((name) => origin === `http://${name}`)) {
    return { status: 403, error: "Origin: expected the page of this sandbox" };
  }
  return undefined;
}

/** Refuses requests without the token, in a time that does not depend on how much of it is right. */
export function refuseToken({ authorization = "" }: IncomingHttpHeaders, token: string): Denied | undefined {
  // Digests have one length, whatever was sent.
  const same = timingSafeEqual(sha256(authorization), sha256(`Bearer ${token}`));
  return same ? undefined : { status: 401, error: "Authorization: expected Bearer and the admin token" };
}
