import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readSources } from "../../src/upstream/source/read.ts";

let folder: string;
let server: Server;
let answers: { [path: string]: string };
let asked: string[];
let base: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "upstream-"));
  answers = {};
  asked = [];
  server = createServer((request, response) => {
    asked.push(request.url ?? "");
    const text = answers[request.url ?? ""];
    response.writeHead(text === undefined ? 404 : 200).end(text);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

function options(network: boolean, maxBytes = 1_000) {
  const now = () => new Date("2026-01-02T03:04:05Z");
  return { maxBytes, cache: { folder: join(folder, "cache"), network, now, fetch } };
}

test("a folder is all its texts, in the order of their names; a file is itself", async () => {
  for (const name of ["b.md", "a.yaml", "c.png"]) writeFileSync(join(folder, name), name);
  expect(await readSources(folder, options(false))).toEqual([
    { name: "a.yaml", text: "a.yaml" },
    { name: "b.md", text: "b.md" },
  ]);
  expect(await readSources(join(folder, "b.md"), options(false))).toEqual([{ name: "b.md", text: "b.md" }]);
});

test("an address is asked once, and then answered from the cache with hash and date", async () => {
  answers["/page.md"] = "# Page";
  const url = `${base}/page.md`;
  await expect(readSources(url, options(false))).rejects.toThrow(/network is off/);
  expect(asked).toEqual([]);
  expect(await readSources(url, options(true))).toEqual([{ name: url, text: "# Page" }]);
  answers["/page.md"] = "# Another";
  expect(await readSources(url, options(false))).toEqual([{ name: url, text: "# Page" }]);
  expect(asked).toEqual(["/page.md"]);
  const [file = ""] = readdirSync(join(folder, "cache"));
  expect(JSON.parse(readFileSync(join(folder, "cache", file), "utf8"))).toMatchObject({
    url,
    fetchedAt: "2026-01-02T03:04:05.000Z",
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
});

test("a cached text that was changed is not believed", async () => {
  answers["/page.md"] = "# Page";
  await readSources(`${base}/page.md`, options(true));
  const [name = ""] = readdirSync(join(folder, "cache"));
  const file = join(folder, "cache", name);
  writeFileSync(file, readFileSync(file, "utf8").replace("# Page", "# Pages"));
  await expect(readSources(`${base}/page.md`, options(false))).rejects.toThrow(/was changed/);
});

test.each([
  ["an empty folder", () => folder, /holds no/],
  ["a place that is not", () => join(folder, "nothing"), /nothing cannot be read: ENOENT/],
  ["an answer that is no success", () => `${base}/none`, /HTTP 404/],
  ["plain http beyond this machine", () => "http://example.com/page.md", /only https is read/],
])("%s is an error that names it", async (_what, place, reason) => {
  await expect(readSources(place(), options(true))).rejects.toThrow(reason);
});

test("a text that is too large is not read", async () => {
  answers["/page.md"] = "x".repeat(1_001);
  writeFileSync(join(folder, "page.md"), "x".repeat(1_001));
  await expect(readSources(`${base}/page.md`, options(true))).rejects.toThrow(/more than 1000 bytes/);
  await expect(readSources(folder, options(true))).rejects.toThrow(/has 1001 bytes, more than 1000/);
  await expect(readSources(`${base}/page.md`, options(false))).rejects.toThrow(/not fetched before/);
});
