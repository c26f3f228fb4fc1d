import { pick, type Random } from "../src/drift/random.ts";
import type { FileContext, Node, SchemaOperator } from "./operator.ts";

function has(node: Node, type: string): boolean {
  return node.type === type || (Array.isArray(node.type) && node.type.includes(type));
}

function isText(node: Node): boolean {
  return has(node, "string") && node.enum === undefined && node.const === undefined;
}

function isNumber(node: Node): boolean {
  return (has(node, "integer") || has(node, "number")) && node.enum === undefined && node.const === undefined;
}

/** A property that no condition mentions, so that what happens is what the operator says. */
function free(node: Node, random: Random, wanted: (name: string) => boolean): string | undefined {
  const conditions = JSON.stringify([
    node.if,
    node.then,
    node.else,
    node.anyOf,
    node.oneOf,
    node.allOf,
    node.not,
    node.dependentRequired,
    node.dependentSchemas,
  ]);
  const names = Object.keys(node.properties ?? {}).filter(
    (name) =>
      wanted(name) &&
      !conditions.includes(JSON.stringify(name)) &&
      !JSON.stringify(node.properties[name]).includes('"x-supplied":"name"'),
  );
  return names.length === 0 ? undefined : pick(random, names);
}

const isRequired = (node: Node, name: string): boolean => (node.required ?? []).includes(name);

function editProperty(
  node: Node,
  random: Random,
  wanted: (name: string) => boolean,
  edit: (name: string) => void,
): boolean {
  if (node.type !== "object" || node.properties === undefined) return false;
  const name = free(node, random, wanted);
  if (name === undefined) return false;
  edit(name);
  return true;
}

/** Sets a limit where there is none, or moves the one there is. */
function limit(
  keyword: string,
  fits: (node: Node) => boolean,
  move: (old: number | undefined) => number | undefined,
) {
  return (node: Node): boolean => {
    if (!fits(node)) return false;
    const next = move(node[keyword]);
    if (next === node[keyword]) return false;
    if (next === undefined) delete node[keyword];
    else node[keyword] = next;
    return true;
  };
}

export const schemaOperators: readonly SchemaOperator[] = [
  {
    name: "add an optional field",
    edit: (node) => {
      if (node.type !== "object" || node.properties === undefined) return false;
      node.properties.added_field = { type: "string" };
      return true;
    },
  },
  {
    name: "add a required field",
    edit: (node) => {
      if (node.type !== "object" || node.properties === undefined) return false;
      node.properties.added_field = { type: "integer" };
      node.required = [...(node.required ?? []), "added_field"];
      return true;
    },
  },
  {
    name: "remove an optional field",
    edit: (node, random) =>
      editProperty(
        node,
        random,
        (name) => !isRequired(node, name),
        (name) => delete node.properties[name],
      ),
  },
  {
    name: "remove a required field",
    edit: (node, random) =>
      editProperty(
        node,
        random,
        (name) => isRequired(node, name),
        (name) => {
          delete node.properties[name];
          node.required = node.required.filter((other: string) => other !== name);
        },
      ),
  },
  {
    name: "rename a field",
    edit: (node, random) =>
      editProperty(
        node,
        random,
        () => true,
        (name) => {
          node.properties = Object.fromEntries(
            Object.entries(node.properties).map(([key, value]) => [key === name ? `${name}_2` : key, value]),
          );
          if (isRequired(node, name))
            node.required = node.required.map((other: string) => (other === name ? `${name}_2` : other));
        },
      ),
  },
  {
    name: "make a field required",
    edit: (node, random) =>
      editProperty(
        node,
        random,
        (name) => !isRequired(node, name),
        (name) => {
          node.required = [...(node.required ?? []), name];
        },
      ),
  },
  {
    name: "make a field optional",
    edit: (node, random) =>
      editProperty(
        node,
        random,
        (name) => isRequired(node, name),
        (name) => {
          node.required = node.required.filter((other: string) => other !== name);
        },
      ),
  },
  {
    name: "refuse unlisted fields",
    edit: (node) => {
      if (node.type !== "object" || node.properties === undefined || node.additionalProperties !== undefined)
        return false;
      if (node.allOf !== undefined) return false;
      node.additionalProperties = false;
      return true;
    },
  },
  {
    name: "require one field with another",
    edit: (node) => {
      if (node.type !== "object" || node.dependentRequired !== undefined || node.allOf !== undefined)
        return false;
      const optional = Object.keys(node.properties ?? {}).filter((name) => !isRequired(node, name));
      const [first, second] = optional;
      if (first === undefined || second === undefined) return false;
      node.dependentRequired = { [first]: [second] };
      return true;
    },
  },
  {
    name: "turn a text into a number",
    edit: (node) => {
      if (node.type !== "string" || node.enum !== undefined || node.const !== undefined) return false;
      for (const keyword of ["pattern", "format", "minLength", "maxLength", "examples", "default"])
        delete node[keyword];
      node.type = "integer";
      return true;
    },
  },
  {
    name: "turn a number into a text",
    edit: (node) => {
      if (
        (node.type !== "integer" && node.type !== "number") ||
        node.enum !== undefined ||
        node.const !== undefined
      )
        return false;
      for (const keyword of NUMBER_KEYWORDS) delete node[keyword];
      node.type = "string";
      return true;
    },
  },
  {
    name: "allow null",
    edit: (node) => {
      if (typeof node.type !== "string" || node.type === "null" || node.const !== undefined) return false;
      if (node.enum !== undefined) node.enum = [...node.enum, null];
      node.type = [node.type, "null"];
      return true;
    },
  },
  {
    name: "allow null no longer",
    edit: (node) => {
      if (!Array.isArray(node.type) || !node.type.includes("null") || node.type.length !== 2) return false;
      node.type = node.type.find((type: string) => type !== "null");
      if (node.enum !== undefined) node.enum = node.enum.filter((value: unknown) => value !== null);
      return true;
    },
  },
  {
    name: "list one more value",
    edit: (node) => {
      if (!Array.isArray(node.enum)) return false;
      node.enum = [...node.enum, typeof node.enum[0] === "number" ? 987 : "added value"];
      return true;
    },
  },
  {
    name: "list one value less",
    edit: (node, random) => {
      const values = (node.enum ?? []).filter((value: unknown) => value !== null);
      if (values.length < 3) return false;
      const gone = pick(random, values);
      if (node.default === gone) return false;
      node.enum = node.enum.filter((value: unknown) => value !== gone);
      return true;
    },
  },
  {
    name: "list values no longer",
    edit: (node) => {
      if (!Array.isArray(node.enum) || typeof node.enum[0] !== "string" || node.enum.length < 2) return false;
      delete node.enum;
      node.type ??= "string";
      return true;
    },
  },
  {
    name: "list values of a text",
    edit: (node) => {
      if (node.type !== "string" || !isText(node) || node.default !== undefined) return false;
      for (const keyword of ["pattern", "format", "minLength", "maxLength", "examples"]) delete node[keyword];
      node.enum = ["one", "two", "three"];
      return true;
    },
  },
  {
    name: "change a constant",
    edit: (node) => {
      if (typeof node.const !== "string" || node["x-supplied"] === "name") return false;
      node.const = `${node.const}_2`;
      return true;
    },
  },
  {
    name: "allow fractions",
    edit: (node) => {
      if (node.type !== "integer" || node.enum !== undefined) return false;
      node.type = "number";
      delete node.format;
      return true;
    },
  },
  {
    name: "allow no fractions",
    edit: (node) => {
      if (node.type !== "number" || node.enum !== undefined || node.multipleOf !== undefined) return false;
      if ([node.minimum, node.maximum].some((bound) => bound !== undefined && !Number.isInteger(bound)))
        return false;
      node.type = "integer";
      delete node.format;
      return true;
    },
  },
  { name: "raise the minimum", edit: limit("minimum", isNumber, (old) => (old === undefined ? 1 : old + 1)) },
  {
    name: "lower the minimum",
    edit: limit("minimum", isNumber, (old) => (old === undefined ? old : old - 1)),
  },
  {
    name: "lower the maximum",
    edit: limit("maximum", isNumber, (old) => (old === undefined ? 1_000_000 : old - 1)),
  },
  {
    name: "raise the maximum",
    edit: limit("maximum", isNumber, (old) => (old === undefined ? old : old + 1)),
  },
  {
    name: "prescribe steps",
    edit: limit("multipleOf", isNumber, (old) => (old === undefined ? 5 : old * 2)),
  },
  {
    name: "shorten texts",
    edit: limit("maxLength", isPlainText, (old) => (old === undefined ? 40 : old - 1)),
  },
  {
    name: "allow longer texts",
    edit: limit("maxLength", isText, (old) => (old === undefined ? old : old + 1)),
  },
  {
    name: "lengthen texts",
    edit: limit("minLength", isPlainText, (old) => (old === undefined ? 1 : old + 1)),
  },
  {
    name: "allow shorter texts",
    edit: limit("minLength", isText, (old) => (old === undefined || old === 0 ? old : old - 1)),
  },
  { name: "allow fewer items", edit: limit("maxItems", isList, (old) => (old === undefined ? 50 : old - 1)) },
  { name: "allow more items", edit: limit("maxItems", isList, (old) => (old === undefined ? old : old + 1)) },
  { name: "ask for more items", edit: limit("minItems", isList, (old) => (old === undefined ? 1 : old + 1)) },
  {
    name: "ask for fewer items",
    edit: limit("minItems", isList, (old) => (old === undefined || old === 0 ? old : old - 1)),
  },
  {
    name: "refuse repeated items",
    edit: (node) => {
      if (!isList(node) || node.uniqueItems === true || node.items?.type !== "string") return false;
      node.uniqueItems = true;
      return true;
    },
  },
  {
    name: "prescribe a pattern",
    edit: (node) => {
      if (!isPlainText(node) || node.maxLength !== undefined || node.minLength !== undefined) return false;
      node.pattern = "^[a-z]{1,8}$";
      return true;
    },
  },
  {
    name: "drop a pattern",
    edit: (node) => {
      if (node.pattern === undefined) return false;
      delete node.pattern;
      return true;
    },
  },
  {
    name: "prescribe a format",
    edit: (node) => {
      if (!isPlainText(node) || node.maxLength !== undefined || node.minLength !== undefined) return false;
      node.format = "uuid";
      return true;
    },
  },
  {
    name: "drop a format",
    edit: (node) => {
      if (!["decimal", "date-time", "uuid"].includes(node.format)) return false;
      delete node.format;
      return true;
    },
  },
  {
    name: "change a default",
    edit: (node) => {
      if (node.default === undefined) return false;
      if (typeof node.default === "boolean") node.default = !node.default;
      else if (typeof node.default === "number") node.default += 1;
      else if (Array.isArray(node.enum))
        node.default = node.enum.find((value: unknown) => value !== node.default);
      else return false;
      return node.default !== undefined;
    },
  },
  {
    name: "deprecate",
    edit: (node) => {
      if (node.deprecated === true || node.$ref !== undefined) return false;
      node.deprecated = true;
      return true;
    },
  },
  {
    name: "append an item to a row",
    edit: (node) => {
      if (!Array.isArray(node.prefixItems) || node.items !== false) return false;
      node.prefixItems = [...node.prefixItems, { type: "string" }];
      node.minItems = node.prefixItems.length;
      return true;
    },
  },
  {
    name: "remove the last item of a row",
    edit: (node) => {
      if (!Array.isArray(node.prefixItems) || node.prefixItems.length < 2) return false;
      node.prefixItems = node.prefixItems.slice(0, -1);
      node.minItems = Math.min(node.minItems ?? 0, node.prefixItems.length);
      if (node.maxItems !== undefined) node.maxItems = Math.min(node.maxItems, node.prefixItems.length);
      return true;
    },
  },
  {
    name: "add a variant",
    edit: (node) => {
      const list = node.oneOf ?? node.anyOf;
      if (!Array.isArray(list) || node.type !== undefined || node.properties !== undefined) return false;
      list.push({
        type: "object",
        properties: { added_variant: { type: "string" } },
        required: ["added_variant"],
      });
      return true;
    },
  },
  {
    name: "add a variant told by its constant",
    edit: (node, _random, file) => {
      const list = node.oneOf ?? node.anyOf;
      if (!Array.isArray(list) || node.properties !== undefined) return false;
      const field = toldBy(list, file);
      if (field === undefined) return false;
      list.push({ type: "object", properties: { [field]: { const: "added" } }, required: [field] });
      return true;
    },
  },
  {
    name: "remove a variant",
    edit: (node, random) => {
      for (const keyword of ["oneOf", "anyOf"]) {
        const list = node[keyword];
        const values = Array.isArray(list) ? list.filter((variant: Node) => variant.type !== "null") : [];
        if (values.length < 3 || node.properties !== undefined) continue;
        const gone = pick(random, values);
        node[keyword] = list.filter((variant: Node) => variant !== gone);
        return true;
      }
      return false;
    },
  },
  {
    name: "change what a list holds",
    edit: (node) => {
      if (!isList(node) || node.items?.type !== "string") return false;
      node.items = { type: "integer" };
      delete node.examples;
      return true;
    },
  },
  {
    name: "change what a map holds",
    edit: (node) => {
      const type = node.additionalProperties?.type;
      if (type === undefined) return false;
      node.additionalProperties = { type: type === "string" ? "boolean" : "string" };
      return true;
    },
  },
  {
    name: "turn a value into a list of it",
    edit: (node) => {
      if (!["string", "integer", "number", "boolean"].includes(node.type) || node.const !== undefined)
        return false;
      const { description, ...item } = structuredClone(node);
      for (const key of Object.keys(node)) delete node[key];
      Object.assign(node, { type: "array", items: item, ...(description !== undefined && { description }) });
      return true;
    },
  },
];

const NUMBER_KEYWORDS = [
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
  "format",
  "examples",
  "default",
];

function isPlainText(node: Node): boolean {
  return (
    isText(node) && node.pattern === undefined && node.format === undefined && node.default === undefined
  );
}

function isList(node: Node): boolean {
  return node.type === "array" && node.items !== undefined && node.prefixItems === undefined;
}

function toldBy(list: readonly Node[], file: FileContext): string | undefined {
  const tables = list.map((variant) => {
    const target = variant.$ref === undefined ? variant : file.resolve(variant.$ref);
    return Object.entries((target?.properties ?? {}) as { [name: string]: Node })
      .filter(([name, field]) => typeof field.const === "string" && isRequired(target, name))
      .map(([name]) => name);
  });
  return tables[0]?.find((name) => tables.every((table) => table.includes(name)));
}
