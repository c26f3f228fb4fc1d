import { directed } from "../../contract/direction.ts";
import type { RestContract } from "../../contract/rest.ts";
import type { Component } from "../../contract/shape.ts";
import { sourceText } from "../../contract/source.ts";
import { emitCheck } from "../check.ts";
import { comment, docComment, limits } from "../doc-comment.ts";
import type { GeneratedFile } from "../file.ts";
import { emitType } from "../type.ts";
import type { ComponentUse, Naming } from "./naming.ts";
import { SourceFile } from "./source-file.ts";

/** One shared component: its type and its check. */
export function emitComponent(contract: RestContract, use: ComponentUse, naming: Naming): GeneratedFile {
  const { shape } = contract.components.get(use.component) as Component;
  const shaped = directed(shape, use.direction, contract.components);
  const file = new SourceFile(`components/${naming.file(use)}.ts`, shape.source);
  const sibling = (component: string): ComponentUse => ({ component, direction: use.direction });
  const path = (component: string): string => `./${naming.file(sibling(component))}.ts`;

  const type = emitType(naming.type(use), shaped, (component) => naming.type(sibling(component)));
  for (const component of type.refers) {
    if (component !== use.component) file.type(naming.type(sibling(component)), path(component));
  }
  file.declare(docComment(shape.doc, shape.source, { facts: limits(shape) }) + type.code);

  const check = emitCheck(naming.check(use), shaped, {
    formats: use.direction === "outbound",
    components: contract.components,
    nameOf: (component) => naming.check(sibling(component)),
  });
  file.type("Fault", "@x/core");
  for (const name of check.imports) name === "Fault" || file.value(name, "@x/core");
  for (const component of check.calls) {
    if (component !== use.component) file.value(naming.check(sibling(component)), path(component));
  }
  const source = `Source: ${sourceText(shape.source)}`;
  file.declare(
    `${comment(`The first fault of a value that should be {@link ${naming.type(use)}}.\n\n${source}`)}${check.code}`,
  );

  return file.print();
}
