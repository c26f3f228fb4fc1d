import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gitEnvironment } from "../git-environment.ts";
import { type Document, repository } from "./edit.ts";

/** A git repository of its own that holds some of the specs, a package of them and an umbrella over that one. */
export class SpecRepository {
  readonly root = mkdtempSync(join(tmpdir(), "specs-"));

  /** @param specs folders below `specs/`, or files of it. */
  constructor(...specs: string[]) {
    for (const path of specs)
      cpSync(join(repository, "specs", path), join(this.root, "specs", path), { recursive: true });
    this.write(".changeset/README.md", "# Changesets\n");
    this.addPackage("ws-legacy", "1.4.0", "export const x = 1;\n");
    this.addPackage("kraken", "1.2.0", 'export * as wsLegacy from "@x/ws-legacy";\n');
    this.git("init", "--quiet", "--initial-branch=main");
    this.commit("Base");
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), "utf8");
  }

  list(folder: string): string[] {
    return readdirSync(join(this.root, folder)).sort();
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), text);
  }

  addPackage(name: string, version: string, index: string): void {
    this.write(`packages/${name}/package.json`, JSON.stringify({ name: `@x/${name}`, version }));
    this.write(`packages/${name}/src/index.ts`, index);
  }

  editSchema(path: string, edit: (schema: Document) => void): void {
    const schema = JSON.parse(this.read(path)) as Document;
    edit(schema);
    this.write(path, JSON.stringify(schema, null, 2));
  }

  git(...words: string[]): void {
    // What git does in the background would go on in a folder that is being removed.
    const settings = ["user.name=t", "user.email=t@example.org", "gc.auto=0", "maintenance.auto=false"];
    const given = settings.flatMap((setting) => ["-c", setting]);
    execFileSync("git", ["-C", this.root, ...given, ...words], { env: gitEnvironment });
  }

  commit(subject: string): void {
    this.git("add", "-A");
    this.git("commit", "--quiet", "-m", subject);
  }
}
