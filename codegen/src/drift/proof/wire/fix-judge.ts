import type { FixDictionary } from "../../../contract/fix.ts";
import type { Json } from "../../../contract/shape.ts";
import type { Part } from "../../surface/surface.ts";
import type { WireVerdict } from "../../verdict.ts";
import { FixCodec } from "./fix-codec.ts";
import type { Judge } from "./judge.ts";

/** The message of one side. */
export interface FixSide {
  readonly dictionary: FixDictionary;
  /** Its name, or `header`. */
  readonly name: string;
}

/**
 * Judges FIX messages by their bytes: what the generated encoder of before writes must be read strictly by the generated
 * decoder of after, and what is written to the dictionary of after must be read by the generated decoder of before.
 */
export class FixJudge implements Judge {
  readonly #before: FixCodec;
  readonly #after: FixCodec;
  readonly #travel: Part["travel"];

  constructor(before: FixSide, after: FixSide, travel: Part["travel"]) {
    this.#before = codecOf(before);
    this.#after = codecOf(after);
    this.#travel = travel;
  }

  writes(message: Json): boolean {
    return this.#bytes(message) !== undefined;
  }

  judge(message: Json): WireVerdict {
    const bytes = this.#bytes(message);
    if (bytes === undefined) return "fine";
    if (this.#travel === "sent") return this.#after.reads(bytes, true) ? "fine" : "breaks";
    if (!this.#before.reads(bytes, false)) return "breaks";
    return this.#before.reads(bytes, true) ? "fine" : "strict";
  }

  /** The message as it is written, if it may be. */
  #bytes(message: Json): Uint8Array | undefined {
    if (this.#travel === "sent") return this.#before.encode(message);
    const bytes = this.#after.write(message);
    return bytes !== undefined && this.#after.reads(bytes, true) ? bytes : undefined;
  }
}

const codecs = new WeakMap<FixDictionary, Map<string, FixCodec>>();

/** A dictionary that many others are compared with is compiled once. */
function codecOf({ dictionary, name }: FixSide): FixCodec {
  const known = codecs.get(dictionary) ?? new Map<string, FixCodec>();
  codecs.set(dictionary, known);
  const codec = known.get(name) ?? new FixCodec(dictionary, name);
  known.set(name, codec);
  return codec;
}
