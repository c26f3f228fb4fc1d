import type { XmlElement } from "@rgrove/parse-xml";
import type { FixDictionary, FixMember, FixMessageType } from "../contract/fix.ts";
import type { GivenFiles } from "./document.ts";
import { attribute, words } from "./fix-attributes.ts";
import { readFixFields } from "./fix-fields.ts";
import { FixMemberReader } from "./fix-members.ts";
import { elements, XmlDocument } from "./xml.ts";

/**
 * Reads a data dictionary in QuickFIX's format.
 * @throws SpecError naming the file, the line, the element and the reason.
 */
export function readFixDictionary(root: string, file: string, given?: GivenFiles): FixDictionary {
  const document = new XmlDocument(root, file, given);
  const fix = document.root;
  if (fix.name !== "fix") throw document.error(fix, `expected <fix>, found <${fix.name}>`);
  const sections = new Map<string, XmlElement>();
  for (const section of elements(fix)) {
    if (!["header", "trailer", "messages", "components", "fields"].includes(section.name)) {
      throw document.error(section, `<${section.name}> does not belong here`);
    }
    if (sections.has(section.name)) throw document.error(section, `<${section.name}> stands twice`);
    sections.set(section.name, section);
  }
  const section = (name: string): XmlElement => {
    const found = sections.get(name);
    if (found === undefined) throw document.error(fix, `<${name}> is missing`);
    return found;
  };
  const fields = readFixFields(document, section("fields"));
  const components = new Map<string, XmlElement>();
  for (const component of sections.has("components") ? elements(section("components")) : []) {
    const name = attribute(document, component, "name");
    if (components.has(name)) throw document.error(component, `component ${name} is declared twice`);
    components.set(name, component);
  }
  const reader = new FixMemberReader(document, fields, components);
  const header = reader.read(section("header"), []);
  return {
    source: document.source(fix),
    beginString: `${fix.attributes.type ?? "FIX"}.${attribute(document, fix, "major")}.${attribute(document, fix, "minor")}`,
    header,
    trailer: reader.read(section("trailer"), []),
    messages: readMessages(document, section("messages"), reader, header),
    fields: [...fields.values()],
  };
}

function readMessages(
  document: XmlDocument,
  section: XmlElement,
  reader: FixMemberReader,
  header: readonly FixMember[],
): FixMessageType[] {
  const names = new Set<string>();
  const types = new Set<string>();
  return elements(section).map((element) => {
    if (element.name !== "message")
      throw document.error(element, `expected <message>, found <${element.name}>`);
    const name = attribute(document, element, "name");
    const msgType = attribute(document, element, "msgtype");
    const category = attribute(document, element, "msgcat");
    const direction = element.attributes.direction ?? "both";
    if (names.has(name)) throw document.error(element, `message ${name} is declared twice`);
    if (types.has(msgType)) throw document.error(element, `msgtype ${msgType} is declared twice`);
    if (category !== "admin" && category !== "app") {
      throw document.error(element, `msgcat is ${category}, expected admin or app`);
    }
    if (direction !== "client" && direction !== "exchange" && direction !== "both") {
      throw document.error(element, `direction is ${direction}, expected client, exchange or both`);
    }
    names.add(name);
    types.add(msgType);
    return {
      source: document.source(element),
      name,
      msgType,
      category,
      direction,
      changesOrders: element.attributes.changesOrders === "Y",
      meaning: element.attributes.meaning,
      page: element.attributes.page,
      markets: words(element.attributes.markets),
      members: reader.read(element, header),
    };
  });
}
