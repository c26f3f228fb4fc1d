import type { Rows } from "../descriptor.ts";

/** Whether a request carries more than one instruction. */
export function several({ params: lists }: Rows, params: object): boolean {
  const given = params as { readonly [param: string]: readonly unknown[] | undefined };
  return lists.reduce((sum, param) => sum + (given[param]?.length ?? 0), 0) > 1;
}
