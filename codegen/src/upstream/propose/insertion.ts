/** A text to put into a file, at an offset of the file as it is, in place of so many characters. */
export interface Insertion {
  readonly offset: number;
  readonly remove?: number;
  readonly text: string;
}

/** How an edit is made in one kind of spec, or why a person has to make it. */
export type Insertions = readonly Insertion[] | { readonly byHand: string };
