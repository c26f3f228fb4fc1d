import { formatTimestamp } from "../../src/codec/timestamp.ts";
import { framed, shown, wire } from "../wire.ts";
import type { Field, Role } from "./script.ts";

/** Tags of the header that a script may give beside those every message has. */
const HEADER_TAGS: readonly number[] = [43, 97, 115, 116, 122, 128, 129, 144, 145];

/** The type of the application messages a role is sent. */
export function appTypeTo(role: Role): string {
  return role === "acceptor" ? "q" : "8";
}

export function fieldsOf(text: string): Field[] {
  return text
    .split("|")
    .filter(Boolean)
    .map((field) => {
      const at = field.indexOf("=");
      return { tag: Number(field.slice(0, at)), value: field.slice(at + 1) };
    });
}

/**
 * A message of the counterparty of a role. Given fields stand in for made ones, `none` leaves one out, `+5s` is a time
 * from now, `35=APP` an application message the role knows. Given BodyLength and CheckSum may be wrong.
 */
export function peerMessage(given: readonly Field[], role: Role, next: number, now: number): Uint8Array {
  const [us, them] = role === "acceptor" ? ["SERVER", "CLIENT"] : ["CLIENT", "SERVER"];
  const header = new Map([
    [34, String(next)],
    [49, them],
    [56, us],
    [52, formatTimestamp(now)],
  ]);
  const isApp = given.some(({ tag, value }) => tag === 35 && value === "APP");
  const body = new Map(isApp ? fieldsOf(appTo(role, now)).map(({ tag, value }) => [tag, value]) : []);
  const rest: string[] = [];
  let type = "";
  for (const { tag, value } of given) {
    const timed = /^([+-]\d+)s$/.exec(value);
    const meant = timed === null ? value : formatTimestamp(now + Number(timed[1]) * 1_000);
    if (tag === 35) type = isApp ? appTypeTo(role) : meant;
    else if (header.has(tag) || HEADER_TAGS.includes(tag)) header.set(tag, meant);
    else if (body.has(tag)) body.set(tag, meant);
    else if (tag !== 8 && tag !== 9 && tag !== 10) rest.push(`${tag}=${meant}|`);
  }
  const text = (fields: ReadonlyMap<number, string>) =>
    [...fields].map(([tag, value]) => (value === "none" ? "" : `${tag}=${value}|`)).join("");
  const of = (wanted: number) => given.find(({ tag }) => tag === wanted)?.value;
  const bytes = framed(`35=${type}|${text(header)}${text(body)}${rest.join("")}`, of(8) ?? "FIX.4.4");
  const [length, sum] = [of(9), of(10)];
  return wire(
    shown(bytes)
      .replace(/\|9=\d+\|/, (right) => (length === undefined ? right : `|9=${length}|`))
      .replace(/10=\d{3}\|$/, (right) => (sum === undefined ? right : `10=${sum}|`)),
  );
}

function appTo(role: Role, now: number): string {
  return role === "acceptor"
    ? `11=1|60=${formatTimestamp(now)}|530=7|`
    : "11=1|14=0|17=E|37=O|38=1|39=0|40=2|44=1|54=1|55=BTC/USD|59=1|150=0|151=1|";
}
