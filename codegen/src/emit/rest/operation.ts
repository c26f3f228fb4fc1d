import { type Direction, directed } from "../../contract/direction.ts";
import type { RestContract, RestOperationContract } from "../../contract/rest.ts";
import type { Shape } from "../../contract/shape.ts";
import { sourceText } from "../../contract/source.ts";
import { emitCheck } from "../check.ts";
import { comment, docComment } from "../doc-comment.ts";
import type { GeneratedFile } from "../file.ts";
import { knownText } from "../known.ts";
import { literal } from "../predicate.ts";
import { emitType } from "../type.ts";
import { descriptorType, facts, optionalFields, parameterList } from "./facts.ts";
import type { Naming } from "./naming.ts";
import { SourceFile } from "./source-file.ts";

/** One operation: its two types, their checks and the descriptor that carries them. */
export function emitOperation(
  contract: RestContract,
  operation: RestOperationContract,
  naming: Naming,
): GeneratedFile {
  const file = new SourceFile(`operations/${naming.operationFile(operation)}.ts`, operation.source);
  const params = naming.params(operation);
  const result = naming.result(operation);
  const declare = (
    name: string,
    about: string,
    shape: Shape,
    direction: Direction,
    facts: readonly string[],
  ): void => {
    const shaped = directed(shape, direction, contract.components);
    const type = emitType(name, shaped, (component) => naming.type({ component, direction }));
    for (const component of type.refers) {
      const use = { component, direction };
      file.type(naming.type(use), `../components/${naming.file(use)}.ts`);
    }
    file.declare(docComment({ description: about, notes: {} }, shape.source, { facts }) + type.code);
    const check = emitCheck(`check${name}`, shaped, {
      formats: direction === "outbound",
      components: contract.components,
      nameOf: (component) => naming.check({ component, direction }),
    });
    file.type("Fault", "@x/core");
    for (const name of check.imports) name === "Fault" || file.value(name, "@x/core");
    for (const component of check.calls) {
      file.value(
        naming.check({ component, direction }),
        `../components/${naming.file({ component, direction })}.ts`,
      );
    }
    const text = `The first fault of a value that should be {@link ${name}}.\n\nSource: ${sourceText(shape.source)}`;
    file.declare(comment(text) + check.code);
  };
  declare(
    params,
    `Parameters of \`${operation.name}\`.`,
    operation.params,
    "outbound",
    conditions(operation),
  );
  declare(result, `Answer to \`${operation.name}\`.`, operation.result, "inbound", []);

  const known = knownText(operation.result, contract.components);
  file.type(descriptorType(operation), "@x/core");
  const writers = new Set<string>();
  const places = parameterList(operation, contract.components, writers);
  for (const writer of writers) file.value(writer, "@x/core");
  if (operation.outcome && !operation.outcome.rows) file.value("orderVerdict", "@x/core");
  file.declare(descriptor(operation, naming, places, known));
  return file.print();
}

function conditions({ conditions }: RestOperationContract): string[] {
  return conditions.length === 0 ? [] : [conditions.map((condition) => `- ${condition}`).join("\n")];
}

function descriptor(operation: RestOperationContract, naming: Naming, places: string, known: string): string {
  const { doc, source, sunset, successor } = operation;
  const instead = successor === undefined ? "" : ` Use ${successor} instead.`;
  const comment = docComment(
    { ...doc, ...(doc.title !== undefined && { description: summary(operation) }) },
    source,
    {
      facts: facts(operation),
      ...(sunset !== undefined && {
        deprecated: `The exchange switches this operation off on ${sunset}.${instead}`,
      }),
    },
  );
  const fields = [
    `name: ${literal(operation.name)}`,
    `method: ${literal(operation.method)}`,
    `server: ${literal(operation.server)}`,
    `path: ${literal(operation.path)}`,
    `auth: ${literal(operation.permission)}`,
    `parameters: ${places}`,
    `changesOrders: ${operation.changesOrders}`,
    ...optionalFields(operation),
    `checkParams: check${naming.params(operation)}`,
    `checkResult: check${naming.result(operation)}`,
    `known: ${literal(known)}`,
  ];
  const type = `${descriptorType(operation)}<${naming.params(operation)}, ${naming.result(operation)}>`;
  const body = fields.map((field) => `  ${field},\n`).join("");
  return `${comment}export const ${naming.descriptor(operation)}: ${type} = {\n${body}};\n`;
}

function summary({ doc }: RestOperationContract): string {
  const title = /[.!?]$/.test(doc.title ?? "") ? doc.title : `${doc.title}.`;
  return doc.description === undefined ? `${title}` : `${title}\n\n${doc.description}`;
}
