import { fieldsOf } from "../../../contract/reach.ts";
import type { Components, Json } from "../../../contract/shape.ts";
import type { Step } from "../../change.ts";
import { defaultOf } from "../../diff/context.ts";
import { seeded } from "../../random.ts";
import type { Part } from "../../surface/surface.ts";
import { type WireVerdict, worst } from "../../verdict.ts";
import { prefix, replaced, shapeAt, valueAt, without } from "../paths.ts";
import { candidates } from "./candidates.ts";
import { UNLISTED } from "./check-judge.ts";
import { textShape } from "./fix-text.ts";
import { Instances } from "./instances.ts";
import type { Judge } from "./judge.ts";
import type { Reading } from "./readings.ts";

/** A message that the two sides do not agree on. */
export interface Witness {
  readonly verdict: WireVerdict;
  readonly message: Json;
}

const ATTEMPTS = 24;
/** One message of a subject on both sides, ready to be searched for messages that only one of them accepts. */
export class WireSearch {
  readonly #part: Part;
  readonly #after: Part;
  readonly #components: { readonly before: Components; readonly after: Components };
  readonly #judge: Judge;
  readonly #source: Reading;
  readonly #target: Reading;

  constructor(
    before: { readonly part: Part; readonly components: Components },
    after: { readonly part: Part; readonly components: Components },
    judge: Judge,
  ) {
    this.#part = before.part;
    this.#after = after.part;
    this.#components = { before: before.components, after: after.components };
    this.#judge = judge;
    const [old, next] = [written(before.part, before.components), written(after.part, after.components)];
    [this.#source, this.#target] = before.part.travel === "sent" ? [old, next] : [next, old];
  }

  /** Which side writes the messages: what is sent is written to the old spec, what is received to the new one. */
  get #side(): "before" | "after" {
    return this.#part.travel === "sent" ? "before" : "after";
  }

  /** The gravest message found that concerns the place. */
  at(path: readonly Step[]): Witness | undefined {
    const random = seeded(11);
    const instances = new Instances(this.#source.components, random);
    const reachable = prefix(this.#source, path, this.#side);
    const tried = this.#candidates(path);
    let found: Witness | undefined;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const optional = [0, 0.2, 0.5, 1][attempt % 4] as number;
      // What is said of a field may hold for messages that do not have it.
      const way = attempt % 8 < 4 || reachable.at(-1)?.kind !== "field" ? reachable : reachable.slice(0, -1);
      const message = instances.make(this.#source.shape, { path: way, side: this.#side, optional });
      const values = attempt < 4 ? tried : [];
      const isRuled = reachable.at(-1)?.kind === "field" && this.#ruled(reachable.slice(0, -1)).size > 0;
      // What conditions ask for besides depends on the value.
      const agreeing = (isRuled ? values : []).map((value) =>
        instances.make(this.#source.shape, { path: reachable, side: this.#side, optional, value }),
      );
      for (const candidate of [...agreeing, ...this.#variations(message, reachable, values)]) {
        const verdict = this.judge(candidate);
        const known = found?.verdict ?? "fine";
        if (worst([known, verdict]) === known) continue;
        found = { verdict, message: candidate };
        if (verdict === "breaks") return found;
      }
    }
    return found ?? this.#otherDefault(path);
  }

  /** A message that leaves the field out, which then has another value on either side. */
  #otherDefault(path: readonly Step[]): Witness | undefined {
    if (this.#part.travel !== "sent" || path.at(-1)?.kind !== "field") return undefined;
    const old = shapeAt(written(this.#part, this.#components.before), path, "before");
    const next = shapeAt(written(this.#after, this.#components.after), path, "after");
    if (!old || !next) return undefined;
    const [was, is] = [defaultOf(old, this.#components.before), defaultOf(next, this.#components.after)];
    if (JSON.stringify(was) === JSON.stringify(is)) return undefined;
    const instances = new Instances(this.#source.components, seeded(13));
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const message = instances.make(this.#source.shape, {
        path: path.slice(0, -1),
        side: "before",
        optional: 0,
      });
      const isTaken = this.#judge.writes(message) && this.judge(message) === "fine";
      if (isTaken && valueAt(message, path) === undefined) return { verdict: "meaning", message };
    }
    return undefined;
  }

  /** As many messages as asked for that the writing side may write; those it may not are made anew, some times over. */
  *messages(count: number): Generator<Json> {
    const instances = new Instances(this.#source.components, seeded(3));
    for (let made = 0, tries = 0; made < count && tries < 4 * count; tries++) {
      const wish = { path: [], side: this.#side, optional: (tries % 5) / 5 } as const;
      const message = instances.make(this.#source.shape, wish);
      if (!this.#judge.writes(message)) continue;
      made++;
      yield message;
    }
  }

  /** What becomes of a message that the writing side writes; `fine` too for one that it may not write. */
  judge(message: Json): WireVerdict {
    return this.#judge.judge(message);
  }

  /** Fields of an object that its conditions speak of, on either side. */
  #ruled(path: readonly Step[]): Set<string> {
    const sides = [this.#source, this.#target].map((reading) =>
      shapeAt(reading, path, reading === this.#source ? this.#side : other(this.#side)),
    );
    const rules = sides.flatMap((shape) => (shape?.kind === "object" ? shape.rules : []));
    return new Set(rules.flatMap((rule) => [...fieldsOf(rule)]));
  }

  #candidates(path: readonly Step[]): Json[] {
    const old = shapeAt(written(this.#part, this.#components.before), path, "before");
    const next = shapeAt(written(this.#after, this.#components.after), path, "after");
    const values = [
      ...(old ? candidates(old, this.#components.before) : []),
      ...(next ? candidates(next, this.#components.after) : []),
    ];
    const seen = new Set<string>();
    return values.filter((value) => {
      const text = JSON.stringify(value);
      return seen.has(text) ? false : seen.add(text);
    });
  }

  /** The message itself, and with other values, lengths and fields at the place. */
  *#variations(message: Json, path: readonly Step[], values: readonly Json[]): Generator<Json> {
    yield message;
    const current = valueAt(message, path);
    for (const value of values) yield replaced(message, path, value);
    if (Array.isArray(current)) {
      const [first = "a"] = current as readonly Json[];
      for (const shape of [this.#source, this.#target]) {
        const list = shapeAt(shape, path, shape === this.#source ? this.#side : other(this.#side));
        const limits = list?.kind === "array" || list?.kind === "tuple" ? [list.minItems, list.maxItems] : [];
        for (const limit of limits)
          for (const length of limit === undefined ? [] : [limit - 1, limit, limit + 1])
            if (length >= 0 && length < 2_000) {
              yield replaced(message, path, varied(first, length));
              yield replaced(
                message,
                path,
                Array.from({ length }, () => first),
              );
            }
      }
      yield replaced(message, path, []);
      yield replaced(message, path, [first, first]);
      yield replaced(message, path, (current as readonly Json[]).slice(0, -1));
    } else if (typeof current === "object" && current !== null) {
      yield replaced(message, path, { ...current, [UNLISTED]: 1 });
      for (const field of this.#ruled(path))
        yield without(message, [...path, { kind: "field", name: field }]);
    }
    if (path.at(-1)?.kind === "field") {
      yield without(message, path);
      yield replaced(message, path, null);
    }
    // What stands once may be taken where it is found; what stands in each entry may not.
    const entry = path.findLastIndex(({ kind }) => kind === "item");
    const list = entry < 0 ? undefined : valueAt(message, path.slice(0, entry));
    if (Array.isArray(list)) yield replaced(message, path.slice(0, entry), [...list, ...list]);
  }
}

/** What one side writes, by the letter of its spec. */
function written({ shape, fix }: Part, components: Components): Reading {
  return { shape: fix ? textShape(shape) : shape, components };
}

function other(side: "before" | "after"): "before" | "after" {
  return side === "before" ? "after" : "before";
}

/** Items that differ where they can, so that a rule against repetition is not what refuses them. */
function varied(first: Json, length: number): Json[] {
  return Array.from({ length }, (_, index) =>
    typeof first === "string" && index > 0
      ? `${first}${index}`
      : typeof first === "number"
        ? first + index
        : first,
  );
}
