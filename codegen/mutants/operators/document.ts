import type { DocumentOperator, Node } from "./operator.ts";

/** An operator that changes a document as a whole. */
export function once(
  name: string,
  edit: (document: Node, files: Parameters<DocumentOperator["edit"]>[2]) => boolean,
): DocumentOperator {
  return { name, places: () => 1, edit: (document, _place, files) => edit(document, files) };
}

/** An operator that changes one of the places that a search finds. */
export function each<Found>(
  name: string,
  find: (document: Node) => readonly Found[],
  edit: (found: Found, document: Node, files: Parameters<DocumentOperator["edit"]>[2]) => boolean,
): DocumentOperator {
  return {
    name,
    places: (document) => find(document).length,
    edit: (document, place, files) => {
      const found = find(document)[place];
      return found !== undefined && edit(found, document, files);
    },
  };
}
