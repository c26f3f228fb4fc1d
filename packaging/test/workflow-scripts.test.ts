import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { devNull, tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { repository } from "../src/workspace.ts";

/** What the workflows run, on a copy of the specs, with a real remote and a `gh` that writes down what it is asked. */

/** No setting of who runs this counts, such as one to sign commits, and no repository it may be run from. */
const surroundings = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_"))),
  GIT_CONFIG_GLOBAL: devNull,
  GIT_CONFIG_NOSYSTEM: "1",
};

let folder: string;
let clone: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "proposal-"));
  clone = join(folder, "clone");
  mkdirSync(clone);
  for (const path of ["specs", "packages", ".changeset", "package.json", "pnpm-workspace.yaml"]) {
    cpSync(join(repository, path), join(clone, path), {
      recursive: true,
      filter: (source) => !/[/\\](?:node_modules|dist|\.turbo)$/.test(source),
    });
  }
  git("init", "--quiet", "--bare", join(folder, "remote.git"));
  git("init", "--quiet", "--initial-branch=main", clone);
  git("-C", clone, "add", "--all");
  git("-C", clone, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "--message", "Begin");
  git("-C", clone, "remote", "add", "origin", join(folder, "remote.git"));
  mkdirSync(join(folder, "bin"));
  const gh = join(folder, "bin", "gh");
  writeFileSync(
    gh,
    `#!/bin/sh\nfor last; do :; done\n[ -f "$last" ] && cp "$last" "${join(folder, "body")}"\nprintf '%s\\n' "$*" >> "${join(folder, "asked")}"\n[ "$2" = list ] && echo '[]'\nexit 0\n`,
  );
  chmodSync(gh, 0o755);
});

afterEach(() => rmSync(folder, { recursive: true }));

function git(...args: string[]): string {
  return execFileSync("git", args, { encoding: "utf8", env: surroundings });
}

function script(
  name: string,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): string {
  return execFileSync("node", [join(repository, "scripts", name), ...args], {
    cwd: clone,
    encoding: "utf8",
    stdio: "pipe",
    env: { ...surroundings, ...env, PATH: `${join(folder, "bin")}${delimiter}${process.env.PATH}` },
  });
}

function nightly(page: string): string {
  return script("upstream-proposal.mjs", [page]);
}

function asked(): string[] {
  try {
    return readFileSync(join(folder, "asked"), "utf8").trim().split("\n");
  } catch {
    return [];
  }
}

/** The page of a legacy method, with one thing written otherwise. */
function page(from: string, to: string): string {
  const text = readFileSync(join(repository, "codegen/test/upstream/pages/cancel-order.md"), "utf8");
  expect(text).toContain(from);
  const file = join(folder, "cancel-order.md");
  writeFileSync(file, text.replace(from, to));
  return file;
}

test("a difference becomes a pull request with specs, packages and changeset, once", () => {
  const grown = page("`ok`, `error`", "`ok`, `error`, `pending`");
  expect(nightly(grown)).toMatch(/proposed: upstream\/[0-9a-f]{12}/);
  const [branch = ""] =
    git("-C", clone, "ls-remote", "--heads", "origin").match(/upstream\/[0-9a-f]{12}/) ?? [];
  const changed = git("-C", clone, "show", "--name-only", "--format=", `origin/${branch}`).trim().split("\n");
  expect(changed).toContain("specs/ws-legacy/methods/cancelOrder.schema.json");
  expect(changed.some((path) => path.startsWith("packages/ws-legacy/src/generated/"))).toBe(true);
  expect(changed.some((path) => /^\.changeset\/[\w-]+\.md$/.test(path))).toBe(true);
  expect(asked()).toEqual([expect.stringMatching(/^pr create --head upstream\//)]);
  git("-C", clone, "switch", "--quiet", "main");
  git("-C", clone, "branch", "--quiet", "-D", branch);
  expect(nightly(grown)).toContain(`already proposed: ${branch}`);
  expect(asked()).toHaveLength(1);
});

test("what nobody can propose becomes an issue; what does not differ becomes nothing", () => {
  nightly(page("`ok`, `error`", "`ok`"));
  expect(asked()[1]).toMatch(/^issue create --title Upstream differs/);
  rmSync(join(folder, "asked"));
  expect(nightly(page("Cancel Order", "Cancel Order"))).toContain("the specs say what is published");
  expect(asked()).toEqual([]);
  expect(git("-C", clone, "status", "--short")).toBe("");
});

test("a pull request that changes the specs is told what that means; another is told nothing", () => {
  git("-C", clone, "push", "--quiet", "origin", "main");
  git("-C", clone, "fetch", "--quiet", "origin");
  const env = { GITHUB_BASE_REF: "main", GITHUB_REF: "refs/pull/17/merge" };
  expect(script("drift-comment.mjs", [], env)).toContain("the specs are as they were");
  expect(asked()).toEqual([]);
  const file = join(clone, "specs/ws-legacy/methods/cancelOrder.schema.json");
  const spec = readFileSync(file, "utf8");
  expect(spec).toContain('["ok", "error"]');
  writeFileSync(file, spec.replace('["ok", "error"]', '["ok", "error", "pending"]'));
  git(
    "-C",
    clone,
    "-c",
    "user.name=a",
    "-c",
    "user.email=a@b",
    "commit",
    "--quiet",
    "--all",
    "--message",
    "Grow",
  );
  expect(script("drift-comment.mjs", [], env)).toContain("told pull request 17");
  expect(asked()).toEqual([
    expect.stringMatching(/^pr comment 17 --edit-last --create-if-none --body-file /),
  ]);
  expect(readFileSync(join(folder, "body"), "utf8")).toContain("pending");
  expect(() => script("drift-comment.mjs", [], { GITHUB_BASE_REF: "", GITHUB_REF: "" })).toThrow(
    /must say which/,
  );
});
