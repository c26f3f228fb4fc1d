/** A text to put into a file, at an offset of the file as it is. */
export interface Insertion {
  readonly offset: number;
  readonly text: string;
}

/** How an edit is made in one kind of spec, or why a person has to make it. */
export type Insertions = readonly Insertion[] | { readonly byHand: string };
