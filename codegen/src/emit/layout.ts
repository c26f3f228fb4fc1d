/** How wide a line of generated types may be. */
const WIDTH = 110;

/** A type's text, in one line where it fits and over several where not. */
export interface Layout {
  /** In one line; `undefined` when it has comments inside. */
  readonly flat: string | undefined;
  /** Over several lines. What follows the first line stands at the indent or deeper. */
  readonly broken: (indent: string) => string;
  /** The members of a union. It needs brackets before `[]`. */
  readonly members?: readonly Layout[];
  /** Whether it is no union and needs brackets before `[]`. */
  readonly loose?: boolean;
}

export function word(text: string): Layout {
  return { flat: text, broken: () => text };
}

/** `head type tail` on its own line, or lines. */
export function line(head: string, type: Layout, tail: string, indent = ""): string {
  const start = `${indent}${head}`;
  const { flat } = type;
  if (flat !== undefined && start.length + 1 + flat.length + tail.length <= WIDTH)
    return `${start} ${flat}${tail}`;
  return type.members
    ? `${start}${type.broken(`${indent}  `)}${tail}`
    : `${start} ${type.broken(indent)}${tail}`;
}

/** `a | b`, or each member on a line of its own after a bar. Unions inside join in; what is said twice is said once. */
export function union(parts: readonly Layout[]): Layout {
  const told = new Set<string>();
  const members = parts
    .flatMap((part) => part.members ?? [part])
    .filter(({ flat }) => flat === undefined || !(told.has(flat) || !told.add(flat)));
  const [only] = members;
  if (members.length === 1 && only) return only;
  return {
    members,
    flat: joined(members, " | "),
    broken: (indent) => members.map((member) => `\n${item(member, `${indent}| `, `${indent}  `)}`).join(""),
  };
}

/** `a & b`. */
export function both(one: Layout, other: Layout): Layout {
  return {
    flat: undefined,
    broken: (indent) => `${one.broken(indent)} & ${other.broken(indent)}`,
    loose: true,
  };
}

/** `item[]` */
export function list(of: Layout): Layout {
  const flat = of.flat !== undefined && of.members ? `(${of.flat})` : of.flat;
  return {
    flat: flat === undefined ? undefined : `${flat}[]`,
    broken: (indent) => `${of.loose ? `(${of.broken(indent)})` : bracketed(of, indent)}[]`,
  };
}

/** `[a, b, ...c[]]` */
export function tuple(items: readonly Layout[], rest?: Layout): Layout {
  const all = rest ? [...items, spread(list(rest))] : items;
  const inside = joined(all, ", ");
  return {
    flat: inside === undefined ? undefined : `[${inside}]`,
    broken(indent) {
      const inner = `${indent}  `;
      return `[\n${all.map((part) => item(part, inner, inner)).join(",\n")}\n${indent}]`;
    },
  };
}

/** Lines between braces, made at the indent they will stand at. */
export function block(lines: (indent: string) => string): Layout {
  return { flat: undefined, broken: (indent) => `{\n${lines(`${indent}  `)}${indent}}` };
}

function spread(of: Layout): Layout {
  return {
    flat: of.flat === undefined ? undefined : `...${of.flat}`,
    broken: (indent) => `...${of.broken(indent)}`,
  };
}

/** A part of something broken, after what its first line begins with. */
function item(part: Layout, start: string, indent: string): string {
  if (part.flat !== undefined && start.length + part.flat.length < WIDTH) return `${start}${part.flat}`;
  return `${start}${bracketed(part, indent)}`;
}

function bracketed(part: Layout, indent: string): string {
  return part.members ? `(${part.broken(`${indent}  `)}\n${indent})` : part.broken(indent);
}

function joined(parts: readonly Layout[], by: string): string | undefined {
  const flats = parts.map(({ flat }) => flat);
  return flats.includes(undefined) ? undefined : flats.join(by);
}
