import type { Addition } from "../difference.ts";
import type { UpstreamReport } from "../upstream.ts";

/** One thing to put into a spec file. */
export interface Edit {
  /** The object, enum or message it goes into: `file#pointer`. */
  readonly place: string;
  readonly addition: Addition;
  /** Who says so. */
  readonly because: string;
}

/** What the report says is there upstream and not in the specs, where that can be said without judgement. */
export function upstreamEdits({ verdicts }: UpstreamReport): Edit[] {
  return verdicts.flatMap(({ differences }) =>
    differences.flatMap(({ addition, ourPlace, theirPlace }) =>
      addition ? [{ place: ourPlace, addition, because: theirPlace }] : [],
    ),
  );
}
