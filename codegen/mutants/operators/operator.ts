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

/** Changes a whole document in place, at a random place; false where there is none. */
export interface DocumentOperator extends Operator {
  readonly edit: (document: Node, random: Random) => boolean;
}

/** Returns the changed text of a FIX dictionary, or nothing where there is nothing to change. */
export interface TextOperator extends Operator {
  readonly edit: (text: string, random: Random) => string | undefined;
}
