import { at, orderVerdict, type RestOperation } from "@x/core";

/** What became of one instruction of a batch. */
export interface RowOutcome {
  readonly outcome: "accepted" | "refused" | "unknown";
  /** The exchange's status of it; absent when it sent none. */
  readonly status: string | undefined;
  /** What the instruction or its answer says of these. */
  readonly order_tag: string | undefined;
  readonly order_id: string | undefined;
  readonly cliOrdId: string | undefined;
}

type Fields = { readonly [name: string]: unknown };

const NAMES = ["order_tag", "order_id", "cliOrdId"] as const;

/**
 * One row for each instruction, with the entry of the answer that is its own: the first not yet taken that shares a
 * name with it. An instruction without an entry gets `otherwise`; an entry without an instruction is a row at the end.
 */
export function rowsOf(
  { outcome, cost }: RestOperation,
  params: unknown,
  answered: readonly unknown[],
  otherwise: RowOutcome["outcome"],
): RowOutcome[] {
  const list = cost?.perItem && at(params, [cost.perItem.parameter, ...cost.perItem.items]);
  const instructions = Array.isArray(list) ? (list as Fields[]) : [];
  const left = [...(answered as Fields[])];
  const row = (instruction: Fields, entry: Fields | undefined): RowOutcome => {
    const verdict = entry && outcome && orderVerdict(outcome, entry);
    const name = (key: (typeof NAMES)[number]): string | undefined =>
      textOf(entry?.[key]) ?? textOf(instruction[key]);
    return {
      outcome: verdict ? verdict.outcome : otherwise,
      status: textOf(entry && at(entry, outcome?.status ?? [])),
      order_tag: name("order_tag"),
      order_id: name("order_id"),
      cliOrdId: name("cliOrdId"),
    };
  };
  const rows = instructions.map((instruction) => {
    const own = left.findIndex((entry) =>
      NAMES.some((key) => textOf(entry[key]) !== undefined && entry[key] === instruction[key]),
    );
    return row(instruction, own < 0 ? undefined : left.splice(own, 1)[0]);
  });
  return [...rows, ...left.map((entry) => row({}, entry))];
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
