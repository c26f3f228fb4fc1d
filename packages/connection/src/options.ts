import type { Failure } from "./failure.ts";

/** What options are held to. `NaN` as a deadline would be a timer that never rests; an empty token a refusal far away. */
const RULES = {
  milliseconds: [(value) => typeof value === "number" && value > 0, "a number of milliseconds above 0"],
  count: [(value) => Number.isSafeInteger(value) && (value as number) > 0, "a whole number from 1"],
  host: [(value) => value !== undefined, "one of the interface's hosts"],
  url: [isWebSocketUrl, "a ws: or wss: URL"],
  token: [
    (value) =>
      value === undefined || typeof value === "function" || (typeof value === "string" && value !== ""),
    "a session token or a function that gets one",
  ],
} satisfies { [kind: string]: [holds: (value: unknown) => boolean, words: string] };

/** Finds the first option that is no use. The value itself is not shown: it may be a credential. */
export function findUnusable(options: {
  readonly [name: string]: readonly [kind: keyof typeof RULES, value: unknown];
}): Failure | undefined {
  for (const [name, [kind, value]] of Object.entries(options)) {
    const [holds, words] = RULES[kind];
    if (holds(value)) continue;
    const path = `/${name}`;
    return {
      code: "invalidOptions",
      message: `${path}: expected ${words}`,
      details: { outcome: "not-sent", path },
    };
  }
  return undefined;
}

function isWebSocketUrl(value: unknown): boolean {
  return typeof value === "string" && URL.canParse(value) && /^wss?:$/.test(new URL(value).protocol);
}
