import { readdir, readFile, stat } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import { type Cache, fetchText } from "./network.ts";

/** A text the exchange has published, as read from disk or the network. */
export interface SourceText {
  readonly name: string;
  readonly text: string;
}

export interface SourceOptions {
  /** Bytes above which a text is not looked at. */
  readonly maxBytes: number;
  /** Addresses are read from here, and from the network only when it allows so. */
  readonly cache: Cache;
}

const READ = /\.(?:mdx?|txt|ya?ml|json)$/;
/** A folder with more files than this is not a copy of the documentation. */
const MAX_FILES = 5_000;

/**
 * The texts at a place: an address, a file, or a folder with all the files below it, in the order of their names.
 *
 * @throws Error naming the place that cannot be read or is too large.
 */
export async function readSources(place: string, options: SourceOptions): Promise<SourceText[]> {
  if (/^https?:\/\//i.test(place)) return [{ name: place, text: await fetchText(place, options) }];
  const found = await stat(place).catch((cause: NodeJS.ErrnoException) => {
    throw new Error(`${place} cannot be read: ${cause.code}`);
  });
  if (!found.isDirectory()) return [await readText(place, basename(place), options.maxBytes)];
  const files = (await readdir(place, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && READ.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  if (files.length === 0) throw new Error(`${place} holds no .md, .mdx, .txt, .yaml or .json file`);
  if (files.length > MAX_FILES)
    throw new Error(`${place} holds ${files.length} files, more than ${MAX_FILES}`);
  const texts: SourceText[] = [];
  for (const file of files) texts.push(await readText(file, relative(place, file), options.maxBytes));
  return texts;
}

async function readText(file: string, name: string, maxBytes: number): Promise<SourceText> {
  const { size } = await stat(file);
  if (size > maxBytes) throw new Error(`${file} has ${size} bytes, more than ${maxBytes}`);
  return { name: name.replaceAll("\\", "/"), text: await readFile(file, "utf8") };
}
