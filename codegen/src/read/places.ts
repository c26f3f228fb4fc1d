import { parseXml } from "@rgrove/parse-xml";
import { parseEvents } from "js-yaml";
import { pointerSteps } from "./document.ts";
import { type NodePlace, nodesOn } from "./line-of.ts";
import { elementsOn } from "./xml.ts";

/** Lines of a text, counted from 1, the last included. */
export interface Lines {
  readonly first: number;
  readonly last: number;
}

/** Finds the lines of what a spec file writes at its places. The text is parsed once. */
export class Places {
  readonly #on: (pointer: string) => readonly NodePlace[];
  /** Where each line begins. */
  readonly #starts: readonly number[];

  /** @param file its name says whether it is XML; otherwise it is YAML, of which JSON is a part. */
  constructor(file: string, text: string) {
    this.#starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
    if (file.endsWith(".xml")) {
      const { root } = parseXml(text, { includeOffsets: true });
      this.#on = (path) =>
        (root ? elementsOn(root, path) : []).map(({ start, end }) => ({ start, end: end - 1 }));
    } else {
      const events = parseEvents(text, {});
      this.#on = (pointer) => nodesOn(text, events, pointerSteps(pointer));
    }
  }

  /** The lines of everything on the way to a place, the outermost first: one for each step that leads somewhere. */
  on(pointer: string): Lines[] {
    return this.#on(pointer).map(({ start, end }) => ({ first: this.#line(start), last: this.#line(end) }));
  }

  #line(offset: number): number {
    let [low, high] = [0, this.#starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] as number) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  }
}
