import { readFileSync } from "node:fs";
import type { SandboxCredentials, SandboxUrls } from "@x/sandbox";

/** Where the exchange is, and what to log in with: what `sandbox --json` prints. */
export interface Access {
  readonly urls: Pick<
    SandboxUrls,
    "futuresRest" | "spotRest" | "wsV2" | "wsLegacy" | "fix" | "fixDerivatives"
  >;
  readonly credentials: SandboxCredentials;
}

/** @throws Error that names the file when it cannot be read or is no such JSON; it shows nothing of what is in it. */
export function readAccess(path: string): Access {
  let read: Partial<Access>;
  try {
    read = JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    // A parser's message quotes the text, which holds credentials.
    const why = cause instanceof SyntaxError ? "it is no JSON" : (cause as Error).message;
    throw new Error(`cannot read ${path}: ${why}`);
  }
  if (read?.urls === undefined || read.credentials === undefined) {
    throw new Error(`${path}: expected "urls" and "credentials", as sandbox --json prints them`);
  }
  return read as Access;
}
