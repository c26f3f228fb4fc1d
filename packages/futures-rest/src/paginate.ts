import { at, type PagedOperation } from "@x/core";
import type { CallOptions, FuturesRestClient } from "./call.ts";
import { FuturesRestError } from "./errors.ts";

/**
 * The pages of a list, each a checked answer, asked for as they are consumed. It ends after the last page; leaving the
 * loop asks for no more. `options.deadlineMs` holds for each page.
 *
 * @throws FuturesRestError as a call does; and with code `invalidAnswer` when a page leads to itself, so that no fault
 * of the exchange's makes it run for ever.
 */
export async function* paginate<Params extends object, Result>(
  client: FuturesRestClient,
  operation: PagedOperation<Params, Result>,
  params: NoInfer<Params>,
  options: CallOptions = {},
): AsyncGenerator<Result, void, undefined> {
  const { kind, token, next } = operation.pagination;
  const ascending = (params as { sort?: unknown }).sort === "asc";
  let asked: Params = params;
  for (let previous: unknown; ; ) {
    const { result, response } = await client.call(operation, asked, options).withResponse();
    yield result;
    const found = at(result, next);
    const header =
      kind === "continuation-token" ? response.headers.get("next-continuation-token") : undefined;
    const last = found || header;
    if (last === undefined || last === null || last === "") return;
    if (last === previous) {
      throw new FuturesRestError("invalidAnswer", `${operation.name}: the page leads to itself`, {
        path: `/${next.join("/")}`,
        request: { name: operation.name, params: asked },
      });
    }
    previous = last;
    const step = following(kind, token, last, ascending);
    if (step === undefined || beyond(params, step)) return;
    asked = { ...asked, ...step };
  }
}

type Step = { readonly [parameter: string]: unknown };

/** What the next page is asked with. Ids are whole numbers and bounds inclusive, so it begins one beyond the last. */
function following(kind: string, token: string, last: unknown, ascending: boolean): Step | undefined {
  if (kind !== "from-to") return { [token]: last };
  if (ascending) return { from: Number(last) + 1 };
  return Number(last) > 1 ? { [token]: Number(last) - 1 } : undefined;
}

/** Whether the next page lies wholly outside the bounds the caller gave. */
function beyond(params: object, { from, to }: Step): boolean {
  const bounds = params as { from?: unknown; to?: unknown };
  return Number(from) > Number(bounds.to) || Number(to) < Number(bounds.from);
}
