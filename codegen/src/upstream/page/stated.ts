import type { Limits } from "../outline/limits.ts";
import type { Content } from "./nodes.ts";
import { sentences } from "./sentences.ts";

/** What a field's text says of it beside its values. */
export interface Stated {
  readonly limits: Limits;
  /** Circumstances in words: `if success is true`; with `required` before them where it must be there then. */
  readonly conditions: readonly string[];
}

const NUMBER = "`?(-?\\d+(?:\\.\\d+)?)`?";
const COUNT = "`?(\\d+)`?";
const MIN = "(?:min(?:imum)?(?: of)?|at least|no (?:less|fewer) than|>=|≥)";
const MAX = "(?:max(?:imum)?(?: of)?|at most|up to|no (?:more|longer) than|<=|≤)";
const MUST = "(?:must be |must have |has to be )?";

type Name = Exclude<keyof Limits, "default" | "deprecated" | "pattern" | "uniqueItems">;

/** Whole sentences: one with a further word in it may say something else. */
const STATEMENTS: readonly (readonly [pattern: RegExp, ...names: Name[]])[] = [
  [whole(`(?:min(?:imum)?(?: value)?:|${MUST}(?:>=|≥)) ?${NUMBER}`), "minimum"],
  [whole(`(?:max(?:imum)?(?: value)?:|${MUST}(?:<=|≤)) ?${NUMBER}`), "maximum"],
  [whole(`${MUST}(?:>|(?:greater|more) than) ?${NUMBER}`), "exclusiveMinimum"],
  [whole(`${MUST}(?:<|less than) ?${NUMBER}`), "exclusiveMaximum"],
  [
    whole(
      `(?:(?:(?:valid |allowed )?range:|${MUST}in the range) ?\\[?|${MUST}between |from )${NUMBER} ?(?:-|–|\\.\\.|to|and|,) ?${NUMBER}\\]?(?: ?\\(?inclusive\\)?)?`,
    ),
    "minimum",
    "maximum",
  ],
  [whole(`min(?:imum)? length(?::| of| is) ?${COUNT}(?: characters?)?`), "minLength"],
  [whole(`max(?:imum)? length(?::| of| is) ?${COUNT}(?: characters?)?`), "maxLength"],
  [whole(`${MUST}${MIN}:? ?${COUNT} char(?:acter)?s?(?: long)?`), "minLength"],
  [whole(`${MUST}${MAX}:? ?${COUNT} char(?:acter)?s?(?: long)?`), "maxLength"],
  [whole(`${MUST}${MIN}:? ?${COUNT} (?:items?|entries|elements?)`), "minItems"],
  [whole(`${MUST}${MAX}:? ?${COUNT} (?:items?|entries|elements?)`), "maxItems"],
  [
    whole(`${MUST}(?:between )?${COUNT} ?(?:-|–|to|and) ?${COUNT} (?:items|entries|elements)`),
    "minItems",
    "maxItems",
  ],
];

const DEFAULT =
  /^(?:the )?defaults?(?: value)?(?::| is| to)? ?(?:`([^`]+)`|"([^"]*)"|(true|false|-?\d+(?:\.\d+)?))$/i;
const CONDITION = /^condition(?:al)?: ?(.+)$/i;
const REQUIRED = /^(?:this (?:field|parameter) )?(?:is )?(?:required|mandatory)(?: only)? ((?:if|when) .+)$/i;
/** What takes back part of the sentence before it. */
const EXCEPTION = /^(?:unless|except|otherwise|or|but|also|else|however)\b/i;

/** Reads what is said in one of the forms we know. Two sentences that say different things of the same say nothing. */
export function readStated(nodes: readonly Content[]): Stated {
  const limits = new Map<string, string | number | true>();
  const contradicted = new Set<string>();
  const conditions: string[] = [];
  const say = (name: string, value: string | number | true): void => {
    if (limits.has(name) && limits.get(name) !== value) contradicted.add(name);
    limits.set(name, value);
  };
  const list = sentences(nodes);
  for (const [index, sentence] of list.entries()) {
    if (EXCEPTION.test(list[index + 1] ?? "")) continue;
    for (const [pattern, ...names] of STATEMENTS) {
      const found = pattern.exec(sentence);
      if (found) for (const [at, name] of names.entries()) say(name, Number(found[at + 1]));
    }
    const fallback = DEFAULT.exec(sentence);
    if (fallback) say("default", fallback[1] ?? fallback[2] ?? fallback[3] ?? "");
    if (/^deprecated(?:$|[:,]| since\b| in favou?r\b)/i.test(sentence)) say("deprecated", true);
    const condition = CONDITION.exec(sentence)?.[1];
    if (condition !== undefined) conditions.push(condition);
    const demand = REQUIRED.exec(sentence)?.[1];
    if (demand !== undefined) conditions.push(`required: ${demand}`);
  }
  const certain = [...limits].filter(([name]) => !contradicted.has(name));
  return { limits: Object.fromEntries(certain), conditions };
}

function whole(pattern: string): RegExp {
  return new RegExp(`^${pattern}$`, "i");
}
