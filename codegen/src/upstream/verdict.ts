import { compareOutlines } from "./compare.ts";
import type { Difference } from "./difference.ts";
import type { Role, Subject, SubjectMessage } from "./ours/subject.ts";
import type { Outline } from "./outline/outline.ts";

/** What became of one page, or of one operation of an OpenAPI file. */
export interface Verdict {
  readonly page: string;
  readonly api: string | undefined;
  readonly subject: string | undefined;
  readonly differences: readonly RoleDifference[];
  /** The page does not describe what it ought to: nothing is concluded from it. */
  readonly lost: readonly string[];
  /** What was not understood, and therefore not compared. */
  readonly notes: readonly string[];
  readonly examples: number;
  readonly refused: readonly RefusedExample[];
}

export interface RoleDifference extends Difference {
  readonly role: Role;
}

export interface RefusedExample {
  readonly place: string;
  readonly reason: string;
}

/** So many fields do not disappear from one message in one day. */
const LOST_FIELDS = 3;

/** Collects what a page is found to say. */
export class Findings {
  readonly differences: RoleDifference[] = [];
  readonly lost: string[] = [];
  readonly notes: string[] = [];
  readonly #refused: RefusedExample[] = [];
  #examples = 0;

  compare(message: SubjectMessage, theirs: Outline): void {
    const { gone, known } = absence(theirs, message.outline);
    if (gone >= LOST_FIELDS && gone * 2 > known) {
      this.lost.push(`${gone} of the ${known} fields of its ${message.role} are not there`);
      return;
    }
    const found = compareOutlines(theirs, message.outline, this.notes);
    this.differences.push(...found.map((difference) => ({ ...difference, role: message.role })));
  }

  /** @param refusal why it is not what it ought to be, if so */
  example(place: string, label: string, refusal: string | undefined): void {
    this.#examples += 1;
    if (refusal !== undefined) this.#refused.push({ place, reason: `the example "${label}" ${refusal}` });
  }

  verdict(page: string, subject: Subject | undefined): Verdict {
    const isLost = this.lost.length > 0;
    return {
      page,
      api: subject?.api,
      subject: subject?.name,
      differences: isLost ? [] : this.differences,
      lost: this.lost,
      notes: this.notes,
      examples: this.#examples,
      refused: isLost ? [] : this.#refused,
    };
  }
}

/** How many of the fields we know their text does not have, of how many. */
function absence(theirs: Outline, ours: Outline): { readonly gone: number; readonly known: number } {
  let gone = 0;
  let known = 0;
  const visit = (our: Outline, their: Outline | undefined): void => {
    if (their?.free) return;
    for (const [name, field] of our.fields ?? []) {
      const other = their?.fields?.get(name);
      known += 1;
      if (other === undefined) gone += 1;
      visit(field.outline.items ?? field.outline, other && (other.outline.items ?? other.outline));
    }
  };
  visit(ours, theirs);
  return { gone, known };
}
