import { propertyKey } from "../../contract/names.ts";
import { sourceText } from "../../contract/source.ts";
import type { WsContract } from "../../contract/ws.ts";
import { comment } from "../doc-comment.ts";
import type { GeneratedFile } from "../file.ts";
import { header } from "../header.ts";
import { literal } from "../predicate.ts";
import { emitChannel } from "./channel.ts";
import { emitComponent } from "./component.ts";
import { emitMethod } from "./method.ts";
import type { ModuleWriter } from "./module.ts";
import { planComponents } from "./project.ts";

/** All files of a WebSocket package's generated folder. */
export function emitWs(contract: WsContract): GeneratedFile[] {
  const { components } = contract;
  const plan = planComponents(contract);
  const modules: { readonly name: string; readonly module: ModuleWriter }[] = [];
  for (const method of contract.methods)
    modules.push({ name: method.name, module: emitMethod(method, components) });
  for (const channel of contract.channels)
    modules.push({ name: channel.name, module: emitChannel(channel, components) });
  for (const component of components.values()) {
    if (plan.sent.has(component.name) || plan.received.has(component.name))
      modules.push({ name: component.name, module: emitComponent(component, components, plan) });
  }
  const files = modules.map(({ name, module }) => ({ file: module.file(name), exports: module.exports }));
  const hosts = emitHosts(contract);
  return [
    ...files.map(({ file }) => file),
    hosts,
    emitIndex(contract, [...files, { file: hosts, exports: ["hosts"] }]),
  ];
}

function emitHosts(contract: WsContract): GeneratedFile {
  const entries = contract.hosts.map(
    (host) =>
      `${comment(`Source: ${sourceText(host.source)}`, "  ")}  ${propertyKey(host.name)}: ${literal(host.url)},\n`,
  );
  const about = comment(`Where the exchange listens.\n\nSource: ${sourceText(contract.source)}/servers`);
  return {
    path: "hosts.ts",
    content: `${header(contract.source)}\n${about}export const hosts = {\n${entries.join("")}} as const;\n`,
  };
}

/** Re-exports by name, so that what a package exports can be read in one place and two files cannot clash unseen. */
function emitIndex(
  contract: WsContract,
  files: readonly { readonly file: GeneratedFile; readonly exports: readonly string[] }[],
): GeneratedFile {
  const blocks = [...files]
    .sort((a, b) => (a.file.path < b.file.path ? -1 : 1))
    .map(({ file, exports }) => exportLine(exports.filter(isPublic), file.path));
  return { path: "index.ts", content: `${header(contract.source)}\n${blocks.join("")}` };
}

/** Checks are reached through the descriptors. */
function isPublic(name: string): boolean {
  return !/^check[A-Z]/.test(name);
}

function exportLine(names: readonly string[], path: string): string {
  const types = names.every((name) => name.startsWith("type "));
  const list = types ? names.map((name) => name.slice("type ".length)) : names;
  return `export ${types ? "type " : ""}{ ${list.join(", ")} } from "./${path}";\n`;
}
