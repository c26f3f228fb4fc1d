import type { Declarations } from "./types/declare.ts";
import type { Program } from "./types/program.ts";

/** A program about what is exported, and the symbol it is about. */
export interface NameProgram {
  readonly symbol: string;
  readonly program: Program;
}

/**
 * Programs that name what one side exports and the other does not export, or not as the same: imports, calls, and the
 * members of enumerations.
 */
export function namePrograms(own: Declarations, other: Declarations): NameProgram[] {
  const programs: NameProgram[] = [];
  for (const [symbol, text] of own) {
    const same = other.get(symbol);
    if (same === text) continue;
    if (symbol === "fields") programs.push(...enumerationPrograms(text, same ?? ""));
    else if (text.startsWith("export declare const")) programs.push(valueProgram(symbol, text));
    else if (symbol === "ErrorCode") programs.push(...unionPrograms(symbol, text));
    else if (same === undefined) programs.push(typeProgram(symbol));
    else if (messageType(text) !== messageType(same)) programs.push(messageTypeProgram(symbol, text));
  }
  return programs;
}

function typeProgram(symbol: string): NameProgram {
  const body = `export type Use = ${symbol};\n`;
  return { symbol, program: { proves: "any", closed: false, imports: [symbol], body } };
}

function messageType(text: string): string | undefined {
  return /^ {2}readonly MsgType: (".*");$/m.exec(text)?.[1];
}

/** FIX: tells messages apart by what they say they are. */
function messageTypeProgram(symbol: string, text: string): NameProgram {
  const body = `export function is(m: ${symbol}): boolean {\nreturn m.MsgType === ${messageType(text)};\n}\n`;
  return { symbol, program: { proves: "any", closed: false, imports: [symbol], body } };
}

/** Uses the value as what it was declared to be. */
function valueProgram(symbol: string, text: string): NameProgram {
  const type = /^export declare const \w+: ([\s\S]*);\n$/.exec(text)?.[1] ?? "unknown";
  const types = [...new Set(type.match(/\b[A-Z]\w*/g) ?? [])].filter((name) => !type.includes(`"${name}"`));
  const body = `export const use: ${type} = ${symbol};\n`;
  return { symbol, program: { proves: "any", closed: false, imports: [`value ${symbol}`, ...types], body } };
}

/** Each member of each exported enumeration that is not the same on the other side, and a table over all of them. */
function enumerationPrograms(text: string, other: string): NameProgram[] {
  const others = new Map(enumerations(other));
  return enumerations(text).flatMap(([symbol, members]) => {
    if (others.get(symbol)?.join() === members.join()) return [];
    const uses = members.map((member): NameProgram => {
      const body = `export const use: string = ${symbol}[${JSON.stringify(member)}];\n`;
      return { symbol, program: { proves: "any", closed: false, imports: [`value ${symbol}`], body } };
    });
    const keys = members.map((member) => `[${symbol}[${JSON.stringify(member)}]]: 0`).join(", ");
    const table = `export const table: Record<${symbol}, number> = { ${keys} };\n`;
    const all: NameProgram = {
      symbol,
      program: { proves: "exhaustive", closed: false, imports: [`value ${symbol}`], body: table },
    };
    return [...uses, all];
  });
}

function enumerations(text: string): [string, string[]][] {
  return [...text.matchAll(/^export const (\w+) = \{\n([\s\S]*?)^\} as const;/gm)].map(([, symbol, body]) => [
    symbol as string,
    [...(body as string).matchAll(/^ {2}(?:"([^"]+)"|(\w+)): /gm)].map(
      ([, quoted, bare]) => (quoted ?? bare) as string,
    ),
  ]);
}

function unionPrograms(symbol: string, text: string): NameProgram[] {
  const values = [...text.matchAll(/"(?:[^"\\]|\\.)*"/g)].map(([value]) => value);
  const uses = values.map(
    (value): NameProgram => ({
      symbol,
      program: {
        proves: "any",
        closed: false,
        imports: [symbol],
        body: `export const use: ${symbol} = ${value};\n`,
      },
    }),
  );
  const body = `export const table: Record<${symbol}, number> = { ${values.map((value) => `${value}: 0`).join(", ")} };\n`;
  return [...uses, { symbol, program: { proves: "exhaustive", closed: false, imports: [symbol], body } }];
}
