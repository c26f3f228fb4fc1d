import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** What a scenario came to. */
export interface Row {
  readonly exchange: string;
  readonly scenario: string;
  readonly result: "ok" | "differs" | "FAILED";
  /** Why it differs, or what went wrong. */
  readonly why: string | undefined;
}

const PAGE = fileURLToPath(new URL("../../docs/sandbox.md", import.meta.url));
/** Between its head and the mark after it. */
const TABLE = /(<!-- What npm run interop:ccxt found;.*-->\n)[\s\S]*?(<!-- end -->)/;

/** The rows as the documentation shows them. */
export function markdown(rows: readonly Row[]): string {
  const lines = rows.map(
    ({ exchange, scenario, result, why }) =>
      `| \`${exchange}\` | ${scenario} | ${why === undefined ? result : `${result}: ${why}`} |`,
  );
  return ["| ccxt | Scenario | Comes to |", "| --- | --- | --- |", ...lines, ""].join("\n");
}

/** Whether the documentation has this table. */
export function isDocumented(table: string): boolean {
  return readFileSync(PAGE, "utf8").includes(`-->\n${table}<!-- end -->`);
}

export function document(table: string): void {
  const page = readFileSync(PAGE, "utf8");
  writeFileSync(
    PAGE,
    page.replace(TABLE, (_all, before: string, after: string) => before + table + after),
  );
}
