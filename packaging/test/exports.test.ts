import { readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { importFrom } from "../src/consumer.ts";
import { type ExportList, exportLists } from "../src/exported-names.ts";
import { entryPoints, repository } from "../src/workspace.ts";

const consumer = inject("consumer");
const tarballs = inject("tarballs");
const folder = join(repository, "packaging", "exports");
const umbrella = "@x/kraken";

let lists: ExportList[];
beforeAll(async () => {
  lists = await exportLists(
    consumer,
    tarballs.map(({ manifest }) => manifest),
  );
});

/** The package a subpath of the umbrella stands for: `@x/kraken/ws-v2` for `@x/ws-v2`. */
function original(specifier: string): string {
  return specifier.replace(`${umbrella}/`, "@x/");
}

function section({ specifier, lines }: ExportList): string {
  const same = lists.find((list) => list.specifier === original(specifier));
  const repeats = same !== undefined && same.specifier !== specifier && same.lines.join() === lines.join();
  return [specifier, ...(repeats ? [`everything of ${same.specifier}`] : lines)].join("\n");
}

test.each(tarballs)("$name exports what its list in packaging/exports says", async (tarball) => {
  const specifiers = new Set(entryPoints(tarball.manifest).map(({ specifier }) => specifier));
  const text = lists
    .filter(({ specifier }) => specifiers.has(specifier))
    .map(section)
    .join("\n\n");
  await expect(`${text}\n`).toMatchFileSnapshot(
    join(folder, `${tarball.folder}.txt`),
    'a wanted change of the export list is taken over by "npm run exports:update"',
  );
});

test("no list outlives its package", () => {
  expect(readdirSync(folder).toSorted()).toEqual(
    tarballs.map((tarball) => `${tarball.folder}.txt`).toSorted(),
  );
});

describe("a subpath of the umbrella is the package it names, not a copy", () => {
  const manifest = tarballs.find(({ name }) => name === umbrella)?.manifest;
  const subpaths = manifest ? entryPoints(manifest).filter(({ specifier }) => specifier !== umbrella) : [];

  test("there are some", () => expect(subpaths.length).toBeGreaterThan(0));

  test.each(subpaths)("$specifier", async ({ specifier }) => {
    const [ours, theirs] = await Promise.all([
      importFrom(consumer, specifier),
      importFrom(consumer, original(specifier)),
    ]);
    expect(Object.keys(ours)).toEqual(Object.keys(theirs));
    for (const name of Object.keys(theirs)) expect(ours[name]).toBe(theirs[name]);
  });
});
