import { outbound } from "../../contract/direction.ts";
import { typeName } from "../../contract/names.ts";
import type { Component, Components } from "../../contract/shape.ts";
import { checkName } from "../check.ts";
import { ModuleWriter } from "./module.ts";
import { type ComponentPlan, isBuilt, receivedShape, receivedType } from "./project.ts";

/** One file per component: its type and its check. */
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
  return module;
}
