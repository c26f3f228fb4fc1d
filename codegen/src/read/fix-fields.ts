import type { XmlElement } from "@rgrove/parse-xml";
import type { FixField, FixType, FixValue } from "../contract/fix.ts";
import { memberName } from "../contract/names.ts";
import { attribute, words } from "./fix-attributes.ts";
import { elements, type XmlDocument } from "./xml.ts";

/** QuickFIX's type names, all FIX versions, and how their values are written. */
const TYPES = new Map<string, FixType>([
  ...list(
    "text",
    "STRING CURRENCY EXCHANGE COUNTRY LANGUAGE MONTHYEAR DAYOFMONTH LOCALMKTDATE UTCDATE UTCDATEONLY",
  ),
  ...list(
    "text",
    "UTCTIMEONLY LOCALMKTTIME TZTIMEONLY TZTIMESTAMP DATE XID XIDREF RESERVED100PLUS RESERVED1000PLUS",
  ),
  ...list("char", "CHAR"),
  ...list("decimal", "PRICE QTY QUANTITY AMT FLOAT PRICEOFFSET PERCENTAGE"),
  ...list("integer", "INT"),
  ...list("whole", "SEQNUM LENGTH NUMINGROUP TAGNUM"),
  ...list("boolean", "BOOLEAN"),
  ...list("timestamp", "UTCTIMESTAMP TIME"),
  ...list("values", "MULTIPLEVALUESTRING MULTIPLESTRINGVALUE MULTIPLECHARVALUE"),
  ...list("data", "DATA XMLDATA"),
]);

function list(type: FixType, names: string): [string, FixType][] {
  return names.split(" ").map((name) => [name, type]);
}

/** Types whose listed values stand for the meaning of the number or flag, not for an enumeration. */
const NEVER_ENUMERATED: ReadonlySet<FixType> = new Set(["boolean", "whole", "decimal", "timestamp", "data"]);

export function readFixFields(document: XmlDocument, section: XmlElement): Map<string, FixField> {
  const fields = new Map<string, FixField>();
  const tags = new Map<number, string>();
  for (const element of elements(section)) {
    if (element.name !== "field") throw document.error(element, `expected <field>, found <${element.name}>`);
    const field = readField(document, element);
    const other = tags.get(field.tag);
    if (other !== undefined) throw document.error(element, `tag ${field.tag} is already field ${other}`);
    if (fields.has(field.name)) throw document.error(element, `field ${field.name} is declared twice`);
    tags.set(field.tag, field.name);
    fields.set(field.name, field);
  }
  return fields;
}

function readField(document: XmlDocument, element: XmlElement): FixField {
  const name = attribute(document, element, "name");
  const number = attribute(document, element, "number");
  if (!/^[1-9]\d{0,6}$/.test(number)) throw document.error(element, `${number} is not a tag number`);
  const wireType = attribute(document, element, "type");
  const type = TYPES.get(wireType);
  if (type === undefined) throw document.error(element, `type ${wireType} is unknown`);
  const minimum = element.attributes.min;
  if (minimum !== undefined && !/^-?\d+$/.test(minimum)) {
    throw document.error(element, `min is ${minimum}, expected a whole number`);
  }
  const values = readValues(document, element, type);
  const open = element.attributes.allowOtherValues === "Y" || NEVER_ENUMERATED.has(type);
  return {
    source: document.source(element),
    tag: Number(number),
    name,
    type,
    wireType,
    meaning: element.attributes.meaning,
    unit: element.attributes.unit,
    origin: element.attributes.origin,
    secret: element.attributes.secret === "Y",
    minimum: minimum === undefined ? undefined : Number(minimum),
    values: open ? [] : values,
  };
}

function readValues(document: XmlDocument, field: XmlElement, type: FixType): FixValue[] {
  const wires = new Set<string>();
  const names = new Map<string, string>();
  return elements(field).map((element) => {
    if (element.name !== "value") throw document.error(element, `expected <value>, found <${element.name}>`);
    const wire = attribute(document, element, "enum");
    const name = memberName(attribute(document, element, "description"));
    if (wires.has(wire)) throw document.error(element, `value ${wire} is listed twice`);
    const other = names.get(name);
    if (other !== undefined) {
      throw document.error(element, `values ${other} and ${wire} would both be called ${name}`);
    }
    if (type === "boolean" && wire !== "Y" && wire !== "N") {
      throw document.error(element, `${wire} is not Y or N`);
    }
    wires.add(wire);
    names.set(name, wire);
    return {
      source: document.source(element),
      wire,
      name,
      meaning: element.attributes.meaning,
      markets: words(element.attributes.markets),
    };
  });
}
