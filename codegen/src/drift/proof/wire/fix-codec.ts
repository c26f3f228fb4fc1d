import { stripTypeScriptTypes } from "node:module";
import { type FixFault, Reader, readFrame, Writer } from "@x/fix/codec";
import * as runtime from "@x/fix/runtime";
import type { FixDictionary, FixMember } from "../../../contract/fix.ts";
import { symbolName } from "../../../contract/names.ts";
import type { Json } from "../../../contract/shape.ts";
import { SpecError } from "../../../contract/source.ts";
import { emitHeader, emitMessage } from "../../../emit/fix/message.ts";
import { FixNames } from "../../../emit/fix/naming.ts";
import { headerMembers } from "../../surface/fix.ts";
import { typed, writeFields } from "./fix-values.ts";

/** What the generator emits for a message or for the header, as far as it is run here. */
interface Generated {
  check(message: unknown, quick?: boolean): FixFault | undefined;
  encode(writer: Writer, message: unknown): void;
  decode(reader: Reader, header?: unknown): unknown;
}

/** Room for what a search makes; every message begins anew. */
const CAPACITY = 1 << 20;

/**
 * The codec that the generator makes of one message of a dictionary, or of its header, compiled and run on bytes. A
 * header is read and written alone, a message without its own.
 */
export class FixCodec {
  readonly #members: readonly FixMember[];
  readonly #msgType: string;
  readonly #beginString: string;
  readonly #isHeader: boolean;
  readonly #generated: Generated;

  /** @param name of the message, or `header`. */
  constructor(dictionary: FixDictionary, name: string) {
    const names = new FixNames(dictionary);
    const options = { runtime: "@x/fix/runtime" };
    const message = dictionary.messages.find((candidate) => candidate.name === name);
    this.#isHeader = name === "header";
    this.#beginString = dictionary.beginString;
    this.#msgType = message?.msgType ?? "0";
    if (this.#isHeader) {
      this.#members = headerMembers(dictionary.header);
      this.#generated = evaluate(emitHeader(dictionary, names, options).content, "messageHeader");
    } else if (message !== undefined) {
      this.#members = message.members;
      this.#generated = evaluate(emitMessage(message, names, options).content, symbolName(name));
    } else throw new SpecError(dictionary.source, `no message is called ${name}`);
  }

  /** What the generated encoder writes of the fields; nothing when it refuses them. */
  encode(fields: Json): Uint8Array | undefined {
    const message = typed(this.#members, fields);
    if (this.#generated.check(message, true) !== undefined) return undefined;
    return this.#written((writer) => this.#generated.encode(writer, message));
  }

  /** What somebody writes who knows the dictionary and no codec of ours; nothing where a value is no FIX value. */
  write(fields: Json): Uint8Array | undefined {
    let isWhole = true;
    const bytes = this.#written((writer) => {
      isWhole = writeFields(writer, this.#members, fields);
    });
    return isWhole ? bytes : undefined;
  }

  /** Whether the generated decoder takes the bytes. @param strict as one that takes only what the dictionary lists. */
  reads(bytes: Uint8Array, strict: boolean): boolean {
    const frame = readFrame(bytes, 0, bytes.length, CAPACITY);
    if (typeof frame === "string" || "garbled" in frame) return false;
    const reader = new Reader(frame);
    const received = this.#generated.decode(reader, {});
    if (received === undefined) return false;
    if (!strict) return true;
    // What a header leaves belongs to a body, and there is none; what it keeps unread the dictionary does not list.
    const isWhole = !this.#isHeader || (!reader.next() && reader.unknownFields.length === 0);
    return isWhole && reader.tolerated === undefined && this.#generated.check(received) === undefined;
  }

  #written(write: (writer: Writer) => void): Uint8Array | undefined {
    const writer = new Writer();
    writer.begin(this.#msgType);
    write(writer);
    return writer.refused ? undefined : writer.finish(this.#beginString);
  }
}

/** Runs a generated file: its types are dropped, its imports come from the runtime of the package. */
function evaluate(content: string, symbol: string): Generated {
  const code = content.replaceAll(/^import [\s\S]*?;\n/gm, "").replaceAll(/^export /gm, "");
  // The header of a message is a value of another file, and is not asked here.
  const outer = { messageHeader: undefined, ...runtime };
  const names = Object.keys(outer).filter((name) => name !== symbol);
  const body = `"use strict";\n${stripTypeScriptTypes(code)}\nreturn ${symbol};`;
  return new Function(...names, body)(...names.map((name) => outer[name as keyof typeof outer])) as Generated;
}
