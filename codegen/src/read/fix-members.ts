import type { XmlElement } from "@rgrove/parse-xml";
import type { FixCondition, FixField, FixMember, FixValue } from "../contract/fix.ts";
import { attribute, words } from "./fix-attributes.ts";
import { elements, type XmlDocument } from "./xml.ts";

/** Fields by name. */
export type FixFields = ReadonlyMap<string, FixField>;

/** Reads what stands in a message, a group, the header or the trailer, components expanded. */
export class FixMemberReader {
  readonly #document: XmlDocument;
  readonly #fields: FixFields;
  readonly #components: ReadonlyMap<string, XmlElement>;

  constructor(document: XmlDocument, fields: FixFields, components: ReadonlyMap<string, XmlElement>) {
    this.#document = document;
    this.#fields = fields;
    this.#components = components;
  }

  /** @param around members of the header, which a message may not repeat. */
  read(parent: XmlElement, around: readonly FixMember[]): FixMember[] {
    return this.#members(parent, new Set(around.map(({ field }) => field.name)));
  }

  #members(parent: XmlElement, header: ReadonlySet<string>): FixMember[] {
    const children = this.#expand(parent, [], true);
    const taken = new Set(header);
    const local = new Map(children.map(({ element }) => [element.attributes.name ?? "", element]));
    const members: FixMember[] = [];
    for (const { element, always } of children) {
      const field = this.#field(element);
      if (taken.has(field.name)) throw this.#document.error(element, `${field.name} stands here already`);
      taken.add(field.name);
      members.push(this.#member(element, field, always, members, local, header));
    }
    return pairLengths(members);
  }

  /**
   * The fields and groups below an element, in order, components replaced by what they hold. What a component requires
   * is required `always` only where the component is.
   */
  #expand(
    parent: XmlElement,
    expanding: readonly string[],
    always: boolean,
  ): { readonly element: XmlElement; readonly always: boolean }[] {
    return elements(parent).flatMap((element) => {
      if (element.name === "field" || element.name === "group") return [{ element, always }];
      if (element.name !== "component") {
        throw this.#document.error(element, `<${element.name}> does not belong here`);
      }
      const name = attribute(this.#document, element, "name");
      const component = this.#components.get(name);
      if (component === undefined) throw this.#document.error(element, `component ${name} is not declared`);
      if (expanding.includes(name)) {
        throw this.#document.error(
          element,
          `component ${name} holds itself: ${[...expanding, name].join(" > ")}`,
        );
      }
      return this.#expand(component, [...expanding, name], always && element.attributes.required === "Y");
    });
  }

  #member(
    element: XmlElement,
    field: FixField,
    always: boolean,
    before: readonly FixMember[],
    local: ReadonlyMap<string, XmlElement>,
    header: ReadonlySet<string>,
  ): FixMember {
    const { attributes } = element;
    const required = attribute(this.#document, element, "required");
    if (required !== "Y" && required !== "N") {
      throw this.#document.error(element, `required is ${required}, expected Y or N`);
    }
    const shared = {
      source: this.#document.source(element),
      field,
      required: required === "Y" && always,
      requiredWhen: this.#condition(element, "requiredWhen", local),
      requiredUnless: this.#condition(element, "requiredUnless", local),
      allowedWhen: this.#condition(element, "allowedWhen", local),
      meaning: attributes.meaning,
      markets: words(attributes.markets),
      condition: attributes.condition,
    };
    if (element.name === "group") {
      if (field.type !== "whole" && field.type !== "integer") {
        throw this.#document.error(element, `${field.name} is ${field.wireType}, expected NUMINGROUP`);
      }
      const members = this.#members(element, header);
      if (members.length === 0) throw this.#document.error(element, "the group has no fields");
      return { ...shared, kind: "group", maxEntries: this.#number(element, "maxEntries"), members };
    }
    if (attributes.pattern !== undefined) this.#checkPattern(element, attributes.pattern);
    const previous = before.at(-1);
    const length =
      field.type === "data" && previous?.kind === "field" && previous.field.wireType === "LENGTH"
        ? previous.field
        : undefined;
    if (field.type === "data" && length === undefined) {
      throw this.#document.error(element, `${field.name} needs a field of type LENGTH directly before it`);
    }
    return {
      ...shared,
      kind: "field",
      values: this.#values(element, field),
      maxLength: this.#number(element, "maxLength"),
      pattern: attributes.pattern,
      format: attributes.format,
      default: attributes.default,
      recommended: attributes.recommended,
      precision: attributes.precision === "seconds" ? "seconds" : "milliseconds",
      length,
    };
  }

  #field(element: XmlElement): FixField {
    const name = attribute(this.#document, element, "name");
    const field = this.#fields.get(name);
    if (field === undefined) throw this.#document.error(element, `field ${name} is not declared in <fields>`);
    return field;
  }

  #number(element: XmlElement, name: string): number | undefined {
    const text = element.attributes[name];
    if (text === undefined) return undefined;
    if (!/^[1-9]\d*$/.test(text))
      throw this.#document.error(element, `${name} is ${text}, expected a number`);
    return Number(text);
  }

  /** The field's values, or those of them that the use narrows it to. */
  #values(element: XmlElement, field: FixField): readonly FixValue[] {
    const wanted = words(element.attributes.values);
    for (const wire of wanted) {
      if (!field.values.some((value) => value.wire === wire)) {
        throw this.#document.error(element, `values names ${wire}, which ${field.name} does not list`);
      }
    }
    return wanted.length === 0 ? field.values : field.values.filter(({ wire }) => wanted.includes(wire));
  }

  #checkPattern(element: XmlElement, pattern: string): void {
    try {
      new RegExp(pattern, "u");
    } catch (cause) {
      throw this.#document.error(element, `pattern is no regular expression: ${(cause as Error).message}`);
    }
  }

  /** `530=1`, `40=2,4`, or `554` alone: present. */
  #condition(
    element: XmlElement,
    name: string,
    local: ReadonlyMap<string, XmlElement>,
  ): FixCondition | undefined {
    const text = element.attributes[name];
    if (text === undefined) return undefined;
    const match = /^(\d+)(?:=(.+))?$/.exec(text);
    if (match === null)
      throw this.#document.error(element, `${name} is ${text}, expected TAG or TAG=VALUE,VALUE`);
    const [, tag, values] = match;
    const field = [...this.#fields.values()].find((candidate) => candidate.tag === Number(tag));
    if (field === undefined || !local.has(field.name)) {
      throw this.#document.error(
        element,
        `${name} asks for tag ${tag}, which does not stand beside this field`,
      );
    }
    if (values !== undefined && (field.type === "timestamp" || field.type === "data")) {
      throw this.#document.error(element, `${name} compares ${field.name}, which is ${field.wireType}`);
    }
    const wanted = values === undefined ? [] : values.split(",");
    for (const value of wanted) {
      if (field.values.length > 0 && !field.values.some(({ wire }) => wire === value)) {
        throw this.#document.error(
          element,
          `${name} asks for ${tag}=${value}, which ${field.name} does not list`,
        );
      }
      if (
        (field.type === "whole" || field.type === "integer") &&
        field.values.length === 0 &&
        !/^-?\d+$/.test(value)
      ) {
        throw this.#document.error(
          element,
          `${name} compares ${field.name} with ${value}, which is no number`,
        );
      }
      if (field.type === "boolean" && value !== "Y" && value !== "N") {
        throw this.#document.error(element, `${name} compares ${field.name} with ${value}, expected Y or N`);
      }
    }
    return { field, values: wanted };
  }
}

/** Length fields that only measure the data after them are no members of their own. */
function pairLengths(members: readonly FixMember[]): FixMember[] {
  const lengths = new Set(members.map((member) => (member.kind === "field" ? member.length : undefined)));
  return members.filter((member) => !lengths.has(member.field));
}
