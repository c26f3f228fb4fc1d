import { readdirSync, readFileSync } from "node:fs";

export type Role = "acceptor" | "initiator";

/** What happens, or must have happened, one after another. */
export type Step =
  /** The counterparty sends a message; fields not given are made. */
  | { readonly kind: "in"; readonly fields: readonly Field[] }
  /** The session must have sent this next: the fields given, among others. */
  | { readonly kind: "out"; readonly fields: readonly Field[] }
  /** The counterparty sends bytes that are no message. */
  | { readonly kind: "raw"; readonly text: string }
  | { readonly kind: "wait"; readonly milliseconds: number }
  /** The program has been given these messages since it was last asked: type and number, `dup` for possible duplicates. */
  | { readonly kind: "delivered"; readonly messages: readonly string[] }
  /** The session has ended the connection, for this reason. */
  | { readonly kind: "closed"; readonly reason: string | undefined }
  | { readonly kind: "open" }
  /** The counterparty's next number. */
  | { readonly kind: "next"; readonly number: number }
  /** The numbers the session's store holds before anything happens: to be sent next, expected next. */
  | { readonly kind: "numbers"; readonly outgoing: number; readonly incoming: number }
  /** The program sends an application message with this ClOrdID. */
  | { readonly kind: "send"; readonly id: string }
  | { readonly kind: "connect" | "logon" | "logout" | "reset" | "cut" };

export interface Field {
  readonly tag: number;
  readonly value: string;
}

export interface Script {
  readonly file: string;
  /** The clause of the standard: `2b`. */
  readonly id: string;
  readonly title: string;
  readonly roles: readonly Role[];
  readonly options: Readonly<Record<string, string>>;
  readonly steps: readonly { readonly step: Step; readonly line: number }[];
}

const folder = new URL("./clauses/", import.meta.url);

/** All there are, by clause. */
export function readScripts(): readonly Script[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".txt"))
    .map((file) => parse(file, readFileSync(new URL(file, folder), "utf8")))
    .sort((one, other) => one.id.localeCompare(other.id, "en", { numeric: true }));
}

function parse(file: string, text: string): Script {
  const [heading = "", ...lines] = text.split("\n");
  const [, id, title] = /^# (\w+) (.+)$/.exec(heading) ?? [];
  if (id === undefined || title === undefined || `${id}.txt` !== file) {
    throw new SyntaxError(`${file}: the first line must be "# <clause, as in the name> <title>"`);
  }
  let roles: readonly Role[] = ["acceptor", "initiator"];
  const options: Record<string, string> = {};
  const steps: { step: Step; line: number }[] = [];
  for (const [index, line] of lines.entries()) {
    const [word = "", ...rest] = line.trim().split(/\s+/);
    if (word === "" || word.startsWith("#")) continue;
    if (word === "as") roles = rest as Role[];
    else if (word === "option") {
      const [name = "", value = ""] = rest;
      options[name] = value;
    } else {
      try {
        steps.push({ step: parseStep(word, rest), line: index + 2 });
      } catch (cause) {
        throw new SyntaxError(`${file}:${index + 2}`, { cause });
      }
    }
  }
  return { file, id, title, roles, options, steps };
}

function parseStep(word: string, rest: readonly string[]): Step {
  const text = rest.join(" ");
  switch (word) {
    case "in":
    case "out":
      return { kind: word, fields: text.split("|").filter(Boolean).map(parseField) };
    case "raw":
      return { kind: "raw", text };
    case "wait":
      return { kind: "wait", milliseconds: Number(text) * 1_000 };
    case "delivered":
      return { kind: "delivered", messages: rest };
    case "closed":
      return { kind: "closed", reason: rest[0] };
    case "open":
      return { kind: "open" };
    case "next":
      return { kind: "next", number: Number(text) };
    case "numbers":
      return { kind: "numbers", outgoing: Number(rest[0]), incoming: Number(rest[1]) };
    case "send":
      return { kind: "send", id: text };
    case "connect":
    case "logon":
    case "logout":
    case "reset":
    case "cut":
      return { kind: word };
    default:
      throw new SyntaxError(`no such step: ${word}`);
  }
}

function parseField(text: string): Field {
  const [, tag, value] = /^(\w+)=(.*)$/s.exec(text) ?? [];
  if (tag === undefined || value === undefined) throw new SyntaxError(`not a field: ${text}`);
  return { tag: Number(tag), value };
}
