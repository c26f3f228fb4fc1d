import type { Random } from "../../src/drift/random.ts";

/** A node of a spec as an operator edits it. */
// biome-ignore lint/suspicious/noExplicitAny: operators look for what they can change.
export type Node = any;

/** One elementary change of a spec. */
export interface Operator {
  readonly name: string;
  /** Changes nothing but the writing: every verdict must be "none". */
  readonly noop?: boolean;
}

/** Changes a schema in place; false where there is nothing it could change. */
export interface SchemaOperator extends Operator {
  readonly edit: (node: Node, random: Random, file: FileContext) => boolean;
}

/** What a schema operator may know of the file around the schema. */
export interface FileContext {
  readonly document: Node;
  readonly file: string;
  /** The node a `$ref` of the file leads to; nothing where it leads to another file. */
  readonly resolve: (ref: string) => Node | undefined;
}

/** Changes one of the places of a whole document in place; false where it cannot. */
export interface DocumentOperator extends Operator {
  readonly places: (document: Node) => number;
  readonly edit: (document: Node, place: number, files: Files) => boolean;
}

/** The other files of a spec, which a change may reach too. */
export interface Files {
  /** A file named as the document names it, to be changed in place. */
  readonly open: (path: string) => Node;
  readonly add: (path: string, document: Node) => void;
}

/** Returns a FIX dictionary with one of its places changed, or nothing where there is nothing to change. */
export interface TextOperator extends Operator {
  readonly places: (text: string) => number;
  readonly edit: (text: string, place: number) => string | undefined;
}
