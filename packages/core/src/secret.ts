import { MASK } from "./mask.ts";

/** Holds a credential so that logging, inspecting or serialising its owner cannot show it. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
    // Not as a member with a computed name, for whose sake bundlers would keep the class in programs without secrets.
    Object.defineProperty(this, Symbol.for("nodejs.util.inspect.custom"), { value: () => MASK });
  }

  /** The credential itself. Call it where it is put on the wire and nowhere else. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return MASK;
  }

  toJSON(): string {
    return MASK;
  }
}
