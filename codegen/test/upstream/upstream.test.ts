import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { reportMarkdown } from "../../src/upstream/report.ts";
import { isClean, type UpstreamReport, upstream } from "../../src/upstream/upstream.ts";

const repository = join(import.meta.dirname, "../../..");
const pages = join(import.meta.dirname, "pages");
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "upstream-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

function look(place: string, root = repository): Promise<UpstreamReport> {
  const cache = { folder, network: false, now: () => new Date(), fetch };
  return upstream(root, [place], { cache, maxBytes: 1_000_000, follow: false });
}

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

test("an OpenAPI file is held against the spec that shares its operations", async () => {
  const spec = readFileSync(join(repository, "specs/futures-rest/futures-charts-rest.yaml"), "utf8");
  const same = await look(file("same.yaml", spec));
  expect(same.verdicts).toHaveLength(6);
  expect(isClean(same)).toBe(true);
  const [path = ""] = /^ {2}\/\S*:$/m.exec(spec) ?? [];
  const moved = await look(file("moved.yaml", spec.replace(path, "  /elsewhere:")));
  expect(moved.operations.unknown).toEqual(["GET /elsewhere"]);
  expect(moved.operations.gone).toEqual([
    { api: "futures-charts-rest", subject: `GET ${path.trim().slice(0, -1)}` },
  ]);
});

test("each of our own REST specs, read as others' OpenAPI, differs in nothing", async () => {
  for (const name of ["futures-rest", "futures-history-rest", "futures-auth-rest"]) {
    const { verdicts, operations } = await look(join(repository, `specs/futures-rest/${name}.yaml`));
    expect(verdicts.flatMap(({ differences, lost }) => [...differences, ...lost])).toEqual([]);
    expect(operations).toEqual({ unknown: [], gone: [] });
  }
});

test("a site's index tells of new pages and of subjects without one", async () => {
  const index = (lines: readonly string[]): string =>
    file(
      "llms.txt",
      `# Docs\n\n${lines.map((line) => `- [${line}](https://docs.kraken.com/exchange/api-reference/spot-websocket-v2/${line}.md): words`).join("\n")}\n`,
    );
  const first = await look(index(["book", "cancel-all", "telepathy"]));
  const [verdict] = first.indexes;
  expect(verdict?.unknown.map(({ title }) => title)).toEqual(["telepathy"]);
  expect(verdict?.covered).toHaveLength(2);
  expect(verdict?.gone).toContainEqual({ api: "ws-v2", subject: "ticker" });
  expect(verdict?.gone).not.toContainEqual({ api: "ws-v2", subject: "book" });
  const other = await look(file("llms.txt", "# Docs\n\n- [Home](https://docs.kraken.com/)\n"));
  expect(other.indexes[0]).toMatchObject({ lost: true, gone: [] });
  expect(isClean(other)).toBe(false);
});

test("an explained difference is none, until it is no more", async () => {
  cpSync(join(repository, "specs"), join(folder, "specs"), { recursive: true });
  const page = readFileSync(join(pages, "cancel-order.md"), "utf8");
  const grown = file("cancel-order.md", page.replace("`ok`, `error`", "`ok`, `error`, `pending`"));
  const entry = {
    api: "ws-legacy",
    subject: "cancelOrder",
    role: "response",
    path: "/status",
    kind: "value missing from the spec",
    because: "never sent",
  };
  writeFileSync(join(folder, "specs/upstream.yaml"), JSON.stringify({ differences: [entry] }));
  const explained = await look(grown, folder);
  expect(isClean(explained)).toBe(true);
  expect(explained.explained).toHaveLength(1);
  const stale = await look(join(pages, "cancel-order.md"), folder);
  expect(stale.stale).toEqual([entry]);
  expect(isClean(stale)).toBe(false);
  writeFileSync(
    join(folder, "specs/upstream.yaml"),
    JSON.stringify({ differences: [{ ...entry, because: "" }] }),
  );
  await expect(look(grown, folder)).rejects.toThrow(/differences\[0\] has no text under "because"/);
});

test("text of a page cannot break out of the report's table", async () => {
  const page = readFileSync(join(pages, "cancel-order.md"), "utf8");
  const report = await look(
    file("cancel-order.md", page.replace("`ok`, `error`", "`ok`, `error`, `a|<img>`")),
  );
  expect(reportMarkdown(report)).toContain("a\\|&lt;img>");
});

test("the command says by its exit code whether they differ, and writes what it was asked for", () => {
  const run = (...args: string[]): { code: number; output: string } => {
    try {
      const options = { cwd: folder, encoding: "utf8", stdio: "pipe" } as const;
      return {
        code: 0,
        output: execFileSync(
          process.execPath,
          [join(repository, "codegen/src/cli.ts"), "upstream", ...args],
          options,
        ),
      };
    } catch (cause) {
      const { status, stdout, stderr } = cause as { status: number; stdout: string; stderr: string };
      return { code: status, output: stdout + stderr };
    }
  };
  const page = readFileSync(join(pages, "cancel-order.md"), "utf8");
  file("cancel-order.md", page.replace("`ok`, `error`", "`ok`, `error`, `pending`"));
  expect(run(pages)).toMatchObject({
    code: 0,
    output: expect.stringContaining("4 pages compared, 0 differences"),
  });
  const differing = run(
    "cancel-order.md",
    "--json",
    "report.json",
    "--markdown",
    "report.md",
    "--propose",
    "specs.patch",
  );
  expect(differing.code).toBe(1);
  expect(readFileSync(join(folder, "report.md"), "utf8")).toContain("value missing from the spec");
  expect(JSON.parse(readFileSync(join(folder, "report.json"), "utf8")).verdicts[0].differences).toHaveLength(
    1,
  );
  expect(readFileSync(join(folder, "specs.patch"), "utf8")).toContain(
    "specs/ws-legacy/methods/cancelOrder.schema.json",
  );
  expect(run("nothing.md")).toMatchObject({
    code: 2,
    output: expect.stringContaining("nothing.md cannot be read: ENOENT"),
  });
  expect(run()).toMatchObject({ code: 2, output: expect.stringContaining("give a page") });
});
