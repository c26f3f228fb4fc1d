import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { readManifest, repository } from "../src/workspace.ts";

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly "timeout-minutes"?: number;
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly permissions?: object;
  readonly jobs: Readonly<Record<string, Job>>;
}

const folder = join(repository, ".github", "workflows");
const { scripts = {} } = readManifest(join(repository, "package.json"));
const workflows = readdirSync(folder).map((file) => {
  const text = readFileSync(join(folder, file), "utf8");
  return { file, text, workflow: parse(text) as Workflow };
});

function jobs(): { readonly name: string; readonly job: Job }[] {
  return workflows.flatMap(({ file, workflow }) =>
    Object.entries(workflow.jobs).map(([name, job]) => ({ name: `${file} ${name}`, job })),
  );
}

/** The npm commands of a text of shell lines, in order. */
function npmCommands(text: string): string[] {
  return text.split("\n").flatMap((line) => /^\s*(npm (?:test|start|run [\w:-]+))\s*$/.exec(line)?.[1] ?? []);
}

function commandsOf({ steps }: Job): string[] {
  return steps.flatMap(({ run, with: input }) =>
    [run, input?.script].filter((text) => typeof text === "string"),
  );
}

test("ci runs what .ci/run runs, in its order", () => {
  const local = npmCommands(readFileSync(join(repository, ".ci", "run"), "utf8"));
  expect(local.length).toBeGreaterThan(0);
  const ci = workflows.find(({ file }) => file === "ci.yml")?.workflow.jobs ?? {};
  expect(Object.values(ci).flatMap(commandsOf).flatMap(npmCommands)).toEqual(local);
});

describe.each(jobs())("$name", ({ job }) => {
  test("runs scripts that exist, and shell lines only where no script could", () => {
    const lines = commandsOf(job).flatMap((text) => text.split("\n"));
    const others = lines.filter((line) => npmCommands(line).length === 0);
    const known = [
      /^sudo apt-get update && sudo apt-get install /,
      /^gh auth setup-git$/,
      /^echo "\$PWD\/node_modules\/\.bin" >> "\$GITHUB_PATH"$/,
    ];
    expect(others.filter((line) => !known.some((pattern) => pattern.test(line)))).toEqual([]);
    for (const command of lines.flatMap(npmCommands)) {
      expect(Object.keys(scripts)).toContain(command.replace(/^npm (run )?/, ""));
    }
  });

  test("says what it may do and how long it may take", () => {
    expect(job.permissions).toBeDefined();
    expect(job["timeout-minutes"]).toBeLessThanOrEqual(30);
  });

  test("leaves no credentials in its checkout", () => {
    const checkouts = job.steps.filter(({ uses }) => uses?.startsWith("actions/checkout@"));
    expect(checkouts).toHaveLength(1);
    expect(checkouts[0]?.with?.["persist-credentials"]).toBe(false);
  });
});

describe.each(workflows)("$file", ({ text, workflow }) => {
  test("grants nothing beyond what each job asks for", () => {
    expect(workflow.permissions).toEqual({});
  });

  test("pins every action to a commit, with its version beside it", () => {
    const uses = text.split("\n").filter((line) => /\buses:/.test(line));
    expect(uses.length).toBeGreaterThan(0);
    expect(uses.filter((line) => !/uses: [\w-]+\/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual(
      [],
    );
  });
});

test("only the release, the nightly proposal and a comment may write, and only its publishing job may speak to npm", () => {
  const writers = jobs().flatMap(({ name, job }) =>
    Object.entries(job.permissions ?? {}).flatMap(([scope, access]) =>
      access === "write" ? [`${name} ${scope}`] : [],
    ),
  );
  expect(writers).toEqual([
    "drift.yml report pull-requests",
    "release.yml version contents",
    "release.yml version pull-requests",
    "release.yml publish contents",
    "release.yml publish id-token",
    "upstream.yml compare contents",
    "upstream.yml compare pull-requests",
    "upstream.yml compare issues",
  ]);
});

test("what is published carries its provenance, and no secret is asked for", () => {
  const release = workflows.find(({ file }) => file === "release.yml");
  const step = release?.workflow.jobs.publish?.steps.at(-1);
  expect(step?.with?.script).toBe("npm run release");
  expect(step?.env).toEqual({ PNPM_CONFIG_PROVENANCE: "true" });
  for (const { text } of workflows) expect(text).not.toContain("secrets.");
});
