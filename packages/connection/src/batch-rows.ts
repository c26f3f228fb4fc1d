import type { BatchMethod } from "./descriptor.ts";
import type { ConnectionError, ItemAnswer } from "./failure.ts";

/** What became of one instruction of a request that has several. */
export interface RowOutcome {
  readonly outcome: "accepted" | "refused" | "unknown";
  /** The exchange's own words of it; absent when it sent none. */
  readonly status: string | undefined;
  /** Where the instruction stands in the parameters: `/orders/0`. */
  readonly path: string;
  /** What the instruction or its answer says of these. An id of digits only is a user reference written as text. */
  readonly order_id: string | undefined;
  readonly cl_ord_id: string | undefined;
  readonly order_userref: number | undefined;
}

/** How the call ended. */
export type Settled = { readonly result: unknown } | { readonly error: ConnectionError };

type Fields = { readonly [name: string]: unknown };

interface Verdict {
  readonly outcome: RowOutcome["outcome"];
  readonly status?: string | undefined;
  /** What the exchange sent of this instruction. */
  readonly entry?: Fields | undefined;
}

interface Instruction {
  readonly param: string;
  readonly path: string;
  readonly names: Fields;
}

const UNKNOWN: Verdict = { outcome: "unknown" };

/** One row for each instruction, in the order in which the parameters list them. */
export function rowsOf(method: BatchMethod, params: unknown, settled: Settled): RowOutcome[] {
  const instructions = method.rows.params.flatMap((param) => {
    const items = (params as { readonly [param: string]: readonly unknown[] | undefined })[param] ?? [];
    return items.map((item, index) => ({ param, path: `/${param}/${index}`, names: namesOf(param, item) }));
  });
  const verdicts = verdictsOf(method, params as Fields, instructions, settled);
  return instructions.map(({ path, names }, index) => {
    const { outcome, status, entry = {} } = verdicts[index] ?? UNKNOWN;
    const name = (key: string): never => (entry[key] ?? names[key]) as never;
    return {
      outcome,
      status,
      path,
      order_id: name("order_id"),
      cl_ord_id: name("cl_ord_id"),
      order_userref: name("order_userref"),
    };
  });
}

/** An order is named by its fields; what is only named is so by the list it stands in, and by how it is written. */
function namesOf(param: string, item: unknown): Fields {
  if (typeof item === "object" && item !== null) return item as Fields;
  if (param === "cl_ord_id") return { cl_ord_id: item };
  return /^-?\d+$/.test(String(item)) ? { order_userref: Number(item) } : { order_id: item };
}

function verdictsOf(
  { rows: { accepted, count, dryRun }, perItem }: BatchMethod,
  params: Fields,
  instructions: readonly Instruction[],
  settled: Settled,
): Verdict[] {
  const all = (verdict: Verdict): Verdict[] => instructions.map(() => verdict);
  if ("error" in settled) {
    const { outcome, reason, answers } = settled.error;
    const otherwise: Verdict = outcome === "unknown" ? UNKNOWN : { outcome: "refused", status: reason };
    return answers ? matched(instructions, answers, otherwise) : all(otherwise);
  }
  const { result } = settled;
  if (perItem) {
    const answers = (result as Fields[]).map((entry) => ({ result: entry }));
    return matched(instructions, answers, { outcome: "accepted" });
  }
  if (count !== undefined) {
    const counted = (result as Fields)[count];
    if (counted === 0) return all({ outcome: "refused" });
    // A user reference may stand for many orders, so that a number proves nothing.
    const single = instructions.every(({ names }) => names.order_userref === undefined);
    return all(single && counted === instructions.length ? { outcome: "accepted" } : UNKNOWN);
  }
  if (accepted === undefined || (dryRun !== undefined && params[dryRun] === true))
    return all({ outcome: "accepted" });
  const entries = result as Fields[];
  return instructions.map(({ names }, index) => {
    // In the order of the request; where some are missing, only its name tells which one is meant.
    const entry =
      entries.length === instructions.length
        ? entries[index]
        : entries.find((each) => shares(each, names, "cl_ord_id") || shares(each, names, "order_userref"));
    return { outcome: entry?.[accepted] === undefined ? "unknown" : "accepted", entry };
  });
}

/** Answers with the instructions they name. Those that name none must all say the same to be told of the rest. */
function matched(
  instructions: readonly Instruction[],
  answers: readonly ItemAnswer[],
  otherwise: Verdict,
): Verdict[] {
  const left = [...answers];
  const own = instructions.map(({ param, path, names }) => {
    const place = left.findIndex((answer) =>
      "error" in answer ? answer.error.path === path : shares(answer.result as Fields, names, param),
    );
    return place < 0 ? undefined : verdictOf(left.splice(place, 1)[0] as ItemAnswer);
  });
  const unnamed = left.map(verdictOf);
  const [first] = unnamed;
  const alike =
    first !== undefined &&
    unnamed.length === own.filter((verdict) => !verdict).length &&
    unnamed.every(({ outcome, status }) => outcome === first.outcome && status === first.status);
  const rest = alike ? { outcome: first.outcome, status: first.status } : otherwise;
  return own.map((verdict) => verdict ?? rest);
}

function verdictOf(answer: ItemAnswer): Verdict {
  if ("result" in answer) return { outcome: "accepted", entry: answer.result as Fields };
  const { outcome, reason } = answer.error;
  return { outcome: outcome === "refused" ? "refused" : "unknown", status: reason };
}

function shares(entry: Fields, names: Fields, name: string): boolean {
  return entry[name] !== undefined && entry[name] === names[name];
}
