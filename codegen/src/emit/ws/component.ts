import { outbound } from "../../contract/direction.ts";
import { typeName } from "../../contract/names.ts";
import type { Component, Components } from "../../contract/shape.ts";
import { checkName, knownName } from "../check.ts";
import { comment } from "../doc-comment.ts";
import { ModuleWriter } from "./module.ts";
import { type ComponentPlan, isBuilt, receivedShape, receivedType } from "./project.ts";

/** One file per component: its type, its check and, for an object or tuple that is received, its table of known fields. */
export function emitComponent(
  component: Component,
  components: Components,
  plan: ComponentPlan,
): ModuleWriter {
  const { name, shape } = component;
  const module = new ModuleWriter(shape.source, components, "components");
  if (plan.sent.has(name)) {
    module.type(typeName(name), outbound(shape));
    module.check(checkName(name), `{@link ${typeName(name)}}`, outbound(shape), true);
    return module;
  }
  module.type(typeName(name), receivedType(shape, components));
  if (!isBuilt(component)) return module;
  const received = receivedShape(shape, components);
  module.check(checkName(name), `{@link ${typeName(name)}}`, received, false);
  const known = module.known(received);
  if (known !== "0") {
    const about = comment(
      `What the spec lists of ${typeName(name)}.\n\nSource: ${shape.source.file}#${shape.source.pointer}`,
    );
    module.constant(knownName(name), "Known", "core", about, known);
  }
  return module;
}
