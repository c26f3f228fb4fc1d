import { at, type RestOperation } from "@x/core";

/** What a call takes from its pool. */
export function costOf({ cost }: RestOperation, params: unknown): number {
  if (!cost) return 0;
  const given = params as { readonly [name: string]: unknown };
  const { perItem, whenPresent = {}, by } = cost;
  const items = perItem && at(given[perItem.parameter], perItem.items);
  const present = Object.keys(whenPresent).filter((name) => Object.hasOwn(given, name));
  const value = by && given[by.parameter];
  const step =
    value === undefined
      ? undefined
      : (by?.steps.find(({ upTo }) => Number(value) <= upTo) ?? by?.steps.at(-1));
  const base = Math.max(step?.cost ?? cost.cost, ...present.map((name) => whenPresent[name] ?? 0));
  return base + (perItem && Array.isArray(items) ? items.length * perItem.cost : 0);
}
