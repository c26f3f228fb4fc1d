import type { ArrayShape, Components, ObjectShape, Property } from "../contract/shape.ts";
import { marked, objectOf } from "../contract/view.ts";
import type { WsRows } from "../contract/ws.ts";

/** Where a method's instructions stand and what tells of each, if it takes several. */
export function rowsIn(
  params: ObjectShape,
  result: ObjectShape | ArrayShape,
  components: Components,
): { readonly rows?: WsRows } {
  const instructions = marked(params, "x-instructions");
  if (instructions.length === 0) return {};
  const entry = objectOf(result.kind === "array" ? result.items : result, components);
  const field = (key: string, [property]: readonly Property[]) => property && { [key]: property.name };
  const rows = {
    params: instructions.map(({ name }) => name),
    ...field("accepted", entry ? marked(entry, "x-accepted") : []),
    ...field("count", entry ? marked(entry, "x-count") : []),
    ...field("dryRun", marked(params, "x-dry-run")),
  };
  return { rows };
}
