import { directed } from "../../contract/direction.ts";
import type { RestContract } from "../../contract/rest.ts";
import type { Component } from "../../contract/shape.ts";
import { sourceText } from "../../contract/source.ts";
import { emitCheck } from "../check.ts";
import { comment, docComment, limits } from "../doc-comment.ts";
import type { GeneratedFile } from "../file.ts";
import { emitKnown } from "../known.ts";
import { emitType } from "../type.ts";
import type { ComponentUse, Naming } from "./naming.ts";
import { SourceFile } from "./source-file.ts";

/** One shared component: its type, its check and, if it is received, the table of what it may hold. */
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

  if (use.direction === "inbound") {
    const known = emitKnown(shaped, contract.components);
    if (known.code !== "0") {
      file.type("Known", "@x/core");
      for (const component of known.refers) file.value(naming.known(component), path(component));
      file.declare(
        `${comment(`What the spec lists of {@link ${naming.type(use)}}.\n\n${source}`)}` +
          `export const ${naming.known(use.component)}: Known = ${known.code};\n`,
      );
    }
  }
  return file.print();
}
