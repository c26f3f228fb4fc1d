import type { Target } from "../../targets.ts";
import { offering } from "../sides.ts";

/** Operations of one spec that the exchange switches off on a day. */
export interface Sunset {
  readonly spec: string;
  readonly date: string;
  readonly operations: number;
  readonly successor: string | undefined;
}

/** What the specs announce to end, by spec and day. */
export async function sunsetsOf(root: string, targets: readonly Target[]): Promise<Sunset[]> {
  const found = new Map<string, Sunset>();
  for (const target of targets) {
    if (target.offers === undefined) continue;
    const { contract } = await offering(target, target.offers, root);
    if (contract?.kind !== "rest") continue;
    for (const { sunset, successor } of contract.rest.operations) {
      if (sunset === undefined) continue;
      const key = JSON.stringify([target.spec, sunset, successor]);
      const operations = (found.get(key)?.operations ?? 0) + 1;
      found.set(key, { spec: target.spec, date: sunset, operations, successor });
    }
  }
  return [...found.values()].sort((a, b) => (a.date + a.spec < b.date + b.spec ? -1 : 1));
}

/** The ends as a Markdown table, with the days left from a day. */
export function sunsetTable(all: readonly Sunset[], on: string): string {
  const counted = `Counted on ${on}.\n\n`;
  if (all.length === 0) return `${counted}Nothing is announced to end.\n`;
  const rows = all.map(({ date, spec, operations, successor }) => {
    const days = daysBetween(on, date);
    return `| ${date} | ${days > 0 ? days : "ended"} | \`${spec}\` | ${operations} | ${successor ?? ""} |\n`;
  });
  return `${counted}| on | days left | spec | operations | successor |\n| --- | --- | --- | --- | --- |\n${rows.join("")}`;
}

/** How many days are left until each end, in words. */
export function countdown(all: readonly Sunset[], on: string): string[] {
  return all.map(({ date, spec, operations }) => {
    const days = daysBetween(on, date);
    const what = `${operations} operations of ${spec}`;
    return days > 0 ? `${days} days until ${what} end on ${date}` : `${what} ended on ${date}`;
  });
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}
