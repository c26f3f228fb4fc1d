/** What the operations that list events have in common. */
export interface PageParams {
  readonly since?: number;
  readonly before?: number;
  readonly sort?: "asc" | "desc";
  readonly continuation_token?: string;
  readonly count?: number;
}

/** Entries by number, in the order of their times. */
export interface Numbered<Entry> {
  readonly first: number;
  readonly end: number;
  get(number: number): Entry | undefined;
}

const MOST = 1000;

/** Reads whole numbers and order of the parameters above. */
export const PAGE_KINDS = { since: "number", before: "number", count: "number" } as const;

/**
 * One page of a list of events. The token is the number of the entry the next page begins with, so pages neither
 * overlap nor leave anything out while events are added. Nothing comes back for a token that is none.
 */
export function eventPage<Entry extends { readonly at: number }>(
  log: Numbered<Entry>,
  params: PageParams,
  wanted: (entry: Entry) => boolean,
): { readonly found: Entry[]; readonly token: string | undefined } | undefined {
  const { since = 0, before = Infinity, sort = "desc", count = MOST } = params;
  const step = sort === "asc" ? 1 : -1;
  const start = sort === "asc" ? log.first : log.end - 1;
  const from = params.continuation_token === undefined ? start : readToken(params.continuation_token, sort);
  if (from === undefined) return undefined;
  const found: Entry[] = [];
  for (let i = from; i >= log.first && i < log.end; i += step) {
    const entry = log.get(i);
    if (entry === undefined || entry.at < since || entry.at > before || !wanted(entry)) continue;
    if (found.length === Math.min(count, MOST)) return { found, token: writeToken(sort, i) };
    found.push(entry);
  }
  return { found, token: undefined };
}

function writeToken(sort: string, number: number): string {
  return Buffer.from(`${sort}/${number}`).toString("base64");
}

function readToken(token: string, sort: string): number | undefined {
  const [, order, number] = /^(asc|desc)\/(\d+)$/.exec(Buffer.from(token, "base64").toString()) ?? [];
  return order === sort ? Number(number) : undefined;
}
