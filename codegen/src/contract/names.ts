/** The one place where identifiers and file names are made from the spec's spelling. */

const RESERVED = new Set(
  (
    "abstract any arguments as async await bigint boolean break case catch class const continue debugger declare default " +
    "delete do else enum eval export extends false finally for from function get if implements import in infer " +
    "instanceof interface is keyof let module namespace never new null number object of package private protected " +
    "public readonly require return set static string super switch symbol this throw true try type typeof undefined " +
    "unique unknown var void while with yield"
  ).split(" "),
);

/** `cancel_all`, `CancelAll`, `cancel-all` and `cancelAll` are all cancel + all; `getWebSocketsToken` keeps its words. */
function words(wire: string): string[] {
  return wire
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2")
    .split(/[^A-Za-z\d]+/)
    .filter((word) => word !== "");
}

const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** A value's identifier: `cancel_all` becomes `cancelAll`. Reserved words get a trailing underscore. */
export function symbolName(wire: string): string {
  const [first = "", ...rest] = words(wire);
  const head = /^[A-Z\d]+$/.test(first)
    ? first.toLowerCase()
    : first.charAt(0).toLowerCase() + first.slice(1);
  const name = head + rest.map(capitalised).join("");
  return RESERVED.has(name) ? `${name}_` : startable(name);
}

/** A type's identifier: `cancel_all` becomes `CancelAll`. */
export function typeName(wire: string): string {
  return startable(words(wire).map(capitalised).join(""));
}

/** A file's base name: `cancelAllOrders` becomes `cancel-all-orders`. */
export function fileName(wire: string): string {
  return words(wire).join("-").toLowerCase() || "_";
}

/** The name of one value of an enumeration: `CANCEL_SYMBOL_ORDERS` becomes `CancelSymbolOrders`. */
export function memberName(meaning: string): string {
  return typeName(meaning === meaning.toUpperCase() ? meaning.toLowerCase() : meaning);
}

/** A property in a type or object literal: bare where that is legal, quoted where not. */
export function propertyKey(wire: string): string {
  // Written bare or quoted, it would set the literal's prototype.
  if (wire === "__proto__") return '["__proto__"]';
  return isIdentifier(wire) ? wire : JSON.stringify(wire);
}

/** Reading a property: `.name` or `["odd name"]`. */
export function propertyAccess(wire: string): string {
  return isIdentifier(wire) ? `.${wire}` : `[${JSON.stringify(wire)}]`;
}

function isIdentifier(text: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(text);
}

function startable(name: string): string {
  return /^[A-Za-z_$]/.test(name) ? name : `_${name}`;
}
