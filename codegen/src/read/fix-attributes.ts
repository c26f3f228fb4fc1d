import type { XmlElement } from "@rgrove/parse-xml";
import type { XmlDocument } from "./xml.ts";

/** An attribute that must be there. */
export function attribute(document: XmlDocument, element: XmlElement, name: string): string {
  const value = element.attributes[name];
  if (value === undefined || value === "") throw document.error(element, `attribute ${name} is missing`);
  return value;
}

export function words(text: string | undefined): string[] {
  return (text ?? "").split(/\s+/).filter((word) => word !== "");
}
