import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Where fetched texts are kept, each with its address, date and hash. */
export interface Cache {
  readonly folder: string;
  /** Ask the network anew; otherwise an address is answered from the folder or not at all. */
  readonly network: boolean;
  readonly now: () => Date;
  readonly fetch: typeof globalThis.fetch;
}

/** What stands in the cache's file of an address. */
export interface CachedText {
  readonly url: string;
  /** ISO 8601. */
  readonly fetchedAt: string;
  readonly sha256: string;
  readonly text: string;
}

const DEADLINE_MS = 20_000;

/**
 * The text at an address.
 *
 * @throws Error when the network is off and the address was never fetched, when the answer is no success, is too large or
 * does not come in time, or when the cached text is not the one that was fetched.
 */
export async function fetchText(
  url: string,
  { cache, maxBytes }: { readonly cache: Cache; readonly maxBytes: number },
): Promise<string> {
  const file = join(cache.folder, `${sha256(url)}.json`);
  if (!cache.network) return (await readCached(file, url)).text;
  if (!/^https:\/\/|^http:\/\/(?:localhost|127\.0\.0\.1)[:/]/.test(url))
    throw new Error(`${url}: only https is read`);
  const response = await cache.fetch(url, {
    signal: AbortSignal.timeout(DEADLINE_MS),
    headers: { accept: "text/markdown, text/plain, application/yaml" },
  });
  if (!response.ok) throw new Error(`${url}: HTTP ${response.status}`);
  const text = await bounded(response, url, maxBytes);
  const entry: CachedText = { url, fetchedAt: cache.now().toISOString(), sha256: sha256(text), text };
  await mkdir(cache.folder, { recursive: true });
  await writeFile(`${file}.new`, `${JSON.stringify(entry, null, 1)}\n`);
  await rename(`${file}.new`, file);
  return text;
}

async function readCached(file: string, url: string): Promise<CachedText> {
  const content = await readFile(file, "utf8").catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== "ENOENT") throw cause;
    throw new Error(`${url} was not fetched before, and the network is off (--network turns it on)`);
  });
  const entry = JSON.parse(content) as CachedText;
  if (entry.url !== url || entry.sha256 !== sha256(entry.text))
    throw new Error(`${file}: the cached text was changed`);
  return entry;
}

async function bounded(response: Response, url: string, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new Error(`${url} has more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
