import type { ObjectShape } from "../contract/shape.ts";
import type { Source } from "../contract/source.ts";
import type { SchemaNode } from "./node.ts";
import type { SchemaReader } from "./schema.ts";

/** An operation's node, and what is known of it by the time its extension keywords are read. */
export interface OperationFacts {
  readonly node: SchemaNode;
  readonly source: Source;
  readonly params: ObjectShape;
  readonly reader: SchemaReader;
}
