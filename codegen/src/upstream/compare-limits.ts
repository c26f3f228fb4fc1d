import type { Difference } from "./difference.ts";
import { LIMIT_NAMES, type LimitName } from "./outline/limits.ts";
import type { Outline } from "./outline/outline.ts";

/** Limits, defaults and deprecation that the one side has otherwise than the other. */
export function compareLimits(theirs: Outline, ours: Outline, path: string): Difference[] {
  return LIMIT_NAMES.flatMap((name) => {
    const said = { theirs: theirs.limits?.[name], ours: ours.limits?.[name] };
    if (said.theirs === said.ours || isSilent(theirs, name) || isSilent(ours, name)) return [];
    return [
      {
        kind: name,
        path,
        theirs: words(said.theirs),
        ours: words(said.ours),
        theirPlace: theirs.at,
        ourPlace: ours.at,
      },
    ];
  });
}

function isSilent({ limits, whole }: Outline, name: LimitName): boolean {
  return !whole && limits?.[name] === undefined;
}

function words(value: string | number | true | undefined): string {
  return value === undefined ? "none" : value === true ? "yes" : String(value);
}
