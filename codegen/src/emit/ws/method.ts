import { symbolName, typeName } from "../../contract/names.ts";
import type { Components } from "../../contract/shape.ts";
import type { WsMethod, WsRows } from "../../contract/ws.ts";
import { docComment } from "../doc-comment.ts";
import { literal } from "../predicate.ts";
import { ModuleWriter } from "./module.ts";
import { receivedShape, receivedType, sentShape } from "./project.ts";

/** One file per method: what the caller gives and gets, their checks, and the method as a value. */
export function emitMethod(method: WsMethod, components: Components): ModuleWriter {
  const name = typeName(method.name);
  const module = new ModuleWriter(method.source, components, "methods");
  const params = sentShape(method.params);
  const answer = receivedShape(method.answer, components);
  module.type(`${name}Params`, params);
  module.type(`${name}Result`, receivedType(method.result, components));
  module.check(`check${name}Params`, `{@link ${name}Params}`, params, true);
  module.check(`check${name}Answer`, `an answer to \`${method.name}\``, answer, false);
  const facts = [
    method.auth ? "Needs a session token." : "Needs no session token.",
    ...(method.changesOrders ? ["Changes orders: when its answer is lost, its outcome is unknown."] : []),
    ...(method.perItem.length > 0
      ? [`One answer comes for each item of ${method.perItem.map((name) => `\`${name}\``).join(", ")}.`]
      : []),
    ...page(method.doc.notes),
  ];
  module.constant(
    symbolName(method.name),
    // A call collects one answer for each item.
    `${kindOf(method)}<${name}Params, ${name}Result${method.perItem.length > 0 ? "[]" : ""}>`,
    docComment(method.doc, method.source, { facts }),
    lines([
      `kind: "method"`,
      `name: ${literal(method.name)}`,
      `answer: ${literal(method.answerName)}`,
      `hosts: ${list(method.hosts)}`,
      `auth: ${method.auth}`,
      `changesOrders: ${method.changesOrders}`,
      ...(method.perItem.length > 0 ? [`perItem: ${list(method.perItem)}`, module.runtime("collect")] : []),
      ...(method.rows ? [`rows: ${rows(method.rows, module)}`] : []),
      ...(method.aliases.length > 0 ? [`aliases: ${aliases(method)}`] : []),
      module.runtime("calling"),
      ...module.writer(params),
      `checkParams: check${name}Params`,
      `checkAnswer: check${name}Answer`,
      `known: ${module.known(answer)}`,
    ]),
  );
  return module;
}

function kindOf({ changesOrders, rows }: WsMethod): string {
  if (!changesOrders) return "Method";
  return rows ? "BatchMethod" : "OrderMethod";
}

function rows({ params, ...fields }: WsRows, module: ModuleWriter): string {
  const named = Object.entries(fields).map(([key, field]) => `, ${key}: ${literal(field)}`);
  return `{ params: ${list(params)}, ${module.fromConnection("several")}${named.join("")} }`;
}

function aliases(method: WsMethod): string {
  return `{ ${method.aliases.map(({ field, of }) => `${literal(field)}: ${literal(of)}`).join(", ")} }`;
}

export function page(notes: { readonly [keyword: string]: unknown }): string[] {
  return typeof notes["x-page"] === "string" ? [`Kraken's page: ${notes["x-page"]}`] : [];
}

export function list(values: readonly string[]): string {
  return `[${values.map(literal).join(", ")}]`;
}

export function lines(members: readonly string[]): string {
  return `{\n${members.map((member) => `  ${member},\n`).join("")}}`;
}
