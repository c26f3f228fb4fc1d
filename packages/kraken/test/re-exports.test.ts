import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript5";
import { describe, expect, test } from "vitest";
import manifest from "../package.json" with { type: "json" };

const source = fileURLToPath(new URL("../src/", import.meta.url));
const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter((file) =>
  file.endsWith(".ts"),
);

/** Statements of `text` that are anything but `export … from "<a workspace package>"`. */
function otherThanReExports(file: string, text: string): string[] {
  const parsed = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  return parsed.statements
    .filter((statement) => !isReExport(statement))
    .map((statement) => statement.getText());
}

function isReExport(statement: ts.Statement): boolean {
  return (
    ts.isExportDeclaration(statement) &&
    statement.moduleSpecifier !== undefined &&
    ts.isStringLiteral(statement.moduleSpecifier) &&
    Object.keys(manifest.dependencies).some(
      (name) => statement.moduleSpecifier !== undefined && moduleOf(statement.moduleSpecifier) === name,
    )
  );
}

function moduleOf(specifier: ts.Expression): string {
  return (specifier as ts.StringLiteral).text.split("/").slice(0, 2).join("/");
}

describe("the umbrella holds no logic of its own", () => {
  test.each(files)("%s only re-exports workspace packages", (file) => {
    expect(otherThanReExports(file, readFileSync(join(source, file), "utf8"))).toEqual([]);
  });

  test.each([
    ["a constant", "export const a = 1;"],
    ["a function", "export function a() {}"],
    ["a side effect", 'import "@x/core";'],
    ["a default", 'export { default } from "elsewhere";'],
    ["a file of its own", 'export * from "./own.ts";'],
    ["a statement", "console.log(1);"],
  ])("%s would be noticed", (_, text) => {
    expect(otherThanReExports("src/seeded.ts", text)).toHaveLength(1);
  });
});

test("every source file is an entry point and every entry point has its source file", () => {
  const entries = Object.values(manifest.exports).map(({ default: file }) =>
    file.replace("./dist/", "").replace(".js", ".ts"),
  );
  expect(files.toSorted()).toEqual(entries.toSorted());
});
