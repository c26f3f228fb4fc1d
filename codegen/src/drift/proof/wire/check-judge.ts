import type { Check } from "@x/core";
import type { Components, Json } from "../../../contract/shape.ts";
import type { Part } from "../../surface/surface.ts";
import type { WireVerdict } from "../../verdict.ts";
import { compileCheck } from "./check.ts";
import type { Judge } from "./judge.ts";
import { type Readings, readings } from "./readings.ts";

/** A field that no spec lists. */
export const UNLISTED = "unlisted_field";

interface Checks {
  readonly strict: Check;
  readonly closed: Check;
  readonly installed: Check;
}

/** Judges JSON messages by the checks that the generator emits for both sides. */
export class CheckJudge implements Judge {
  readonly #part: Part;
  readonly #isChecked: boolean;
  readonly #before: Checks;
  readonly #next: Checks;

  constructor(
    before: { readonly part: Part; readonly components: Components },
    after: { readonly part: Part; readonly components: Components },
  ) {
    this.#part = before.part;
    this.#isChecked = after.part.checked;
    this.#before = checks(readings(before.part, before.components), before.part);
    this.#next = checks(readings(after.part, after.components), after.part);
  }

  writes(message: Json): boolean {
    const may = this.#part.travel === "sent" ? this.#before.closed : this.#next.closed;
    return may(message) === undefined;
  }

  judge(message: Json): WireVerdict {
    const { travel, checked } = this.#part;
    if (travel === "sent") {
      if (this.#before.closed(message) === undefined) {
        if (this.#next.strict(message) !== undefined) return this.#isChecked ? "breaks" : "strict";
        return this.#next.closed(message) === undefined ? "fine" : "meaning";
      }
      return this.#before.strict(message) === undefined && this.#next.strict(message) !== undefined
        ? "strict"
        : "fine";
    }
    if (this.#next.strict(message) !== undefined) return "fine";
    // A field that nobody lists any more may hold anything: that is no message the exchange has announced.
    if (this.#next.closed(message) !== undefined && !hasUnlisted(message)) return "fine";
    if (checked && this.#before.installed(message) !== undefined) return "breaks";
    return this.#before.strict(message) === undefined ? "fine" : "strict";
  }
}

function checks(all: Readings, part: Part): Checks {
  return {
    strict: compileCheck(all.strict, true),
    closed: compileCheck(all.closed, true),
    installed: compileCheck(all.installed, part.travel === "sent"),
  };
}

function hasUnlisted(message: Json): boolean {
  return JSON.stringify(message).includes(`"${UNLISTED}"`);
}
