import type { Peers } from "./peers.ts";
import type { Spread } from "./spread.ts";

/** What was measured of one subject. */
export interface Row {
  readonly subject: string;
  readonly measured: Spread;
  /** The same against the first row, or the one the subject names, round by round; the first row has none. */
  readonly compared?: Spread;
  /** What the median of `compared` may be at most, where something was promised. */
  readonly bar?: number;
}

export interface Report {
  readonly name: string;
  /** What was done, how often, on what: enough to do it again. */
  readonly method: string;
  /** Unit of `measured`, and how `compared` came from it. */
  readonly unit: string;
  readonly comparison: "ratio" | "difference";
  readonly rows: readonly Row[];
}

/** How much work a benchmark does. */
export interface Scale {
  readonly rounds: number;
  /** What one turn repeats. */
  readonly repeats: number;
}

export interface Benchmark {
  readonly name: string;
  /** What a run takes to be worth quoting. */
  readonly scale: Scale;
  /**
   * One report for each thing measured.
   *
   * @param peers other people's packages; without them, only what needs none is measured
   */
  run(scale: Scale, peers?: Peers): Promise<readonly Report[]>;
}

/** Whether a row keeps its bar; `undefined` where it has none. */
export function verdict({ compared, bar }: Row): "ok" | "missed" | undefined {
  if (compared === undefined || bar === undefined) return undefined;
  return compared.median <= bar ? "ok" : "missed";
}

/** The report as a table in Markdown, so that it can be quoted as it is. */
export function table({ name, method, unit, comparison, rows }: Report): string {
  const sign = comparison === "ratio" ? "×" : ` ${unit}`;
  const signed = (figure: number) => `${figure.toFixed(2)}${sign}`;
  const lines = [
    [name, unit, "min–max", comparison, "min–max", "bar", ""],
    ...rows.map((row) => [
      row.subject,
      row.measured.median.toFixed(1),
      `${row.measured.min.toFixed(1)}–${row.measured.max.toFixed(1)}`,
      row.compared ? signed(row.compared.median) : "",
      row.compared ? `${row.compared.min.toFixed(2)}–${row.compared.max.toFixed(2)}` : "",
      row.bar === undefined ? "" : signed(row.bar),
      verdict(row) ?? "",
    ]),
  ];
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const drawn = lines.map(
    (line) => `| ${line.map((cell, column) => cell.padEnd(widths?.[column] ?? 0)).join(" | ")} |`,
  );
  const rule = `| ${widths?.map((width) => "-".repeat(width)).join(" | ")} |`;
  return [drawn[0], rule, ...drawn.slice(1), "", method].join("\n");
}
