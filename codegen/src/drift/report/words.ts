import type { Json } from "../../contract/shape.ts";
import { type Change, pathText } from "../change.ts";

/** The symbols a change reaches, and the way into the message. */
export function whereText({ symbols, place, fact }: Change): string {
  const shown = symbols
    .slice(0, 3)
    .map((symbol) => `\`${symbol}\``)
    .join(", ");
  const more = symbols.length > 3 ? ` and ${symbols.length - 3} more` : "";
  const path = pathText(place.path);
  const within = [place.role, path === "" ? "" : `\`${path}\``, fact ?? ""]
    .filter((part) => part !== "")
    .join(" ");
  return `${shown}${more}${within === "" ? "" : `: ${within}`}`;
}

/** What happened, with the values where they are short enough to read. */
export function whatText({ says, before, after, rule }: Change): string {
  if (rule === "documentation changed") return says;
  const [old, next] = [valueText(before), valueText(after)];
  if (old !== "" && next !== "") return `${says}: ${old} → ${next}`;
  return old + next === "" ? says : `${says}: ${old}${next}`;
}

function valueText(value: Json | undefined): string {
  if (value === undefined || value === null) return "";
  const text = Array.isArray(value)
    ? value.map((item) => JSON.stringify(item)).join(", ")
    : JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 117)}…` : text;
}
