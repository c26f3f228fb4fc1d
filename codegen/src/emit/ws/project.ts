import { inbound, outbound } from "../../contract/direction.ts";
import { mentions } from "../../contract/reach.ts";
import type { Component, Components, ObjectShape, Shape } from "../../contract/shape.ts";
import { SpecError } from "../../contract/source.ts";
import type { WsContract } from "../../contract/ws.ts";

/**
 * Which components become files, and in which direction each is read. Objects and tuples are components in one direction only: a
 * closed type for what is sent and an open one for what is received cannot share a name. Leaves (enums, texts,
 * numbers) may travel both ways: their type and strict check belong to what is sent; what is received reads them in
 * place, leniently.
 */
export interface ComponentPlan {
  readonly sent: ReadonlySet<string>;
  readonly received: ReadonlySet<string>;
}

export function planComponents(contract: WsContract): ComponentPlan {
  const { components } = contract;
  const sentRoots = [
    ...contract.methods.map((method) => method.params),
    ...contract.channels.flatMap((channel) => (channel.subscription ? [channel.subscription.params] : [])),
  ];
  const sent = reached(sentRoots, components, () => true);
  const typed = [
    ...contract.methods.map((method) => method.result),
    ...contract.channels.map((channel) => channel.message),
  ];
  const checked = [
    ...contract.methods.map((method) => method.answer),
    ...contract.channels.flatMap(({ subscription }) => (subscription ? [subscription.acknowledgement] : [])),
  ];
  const received = new Set([
    ...reached(typed, components, (component) => isBuilt(component) || isText(component)),
    ...reached(checked, components, isBuilt),
  ]);
  for (const name of received) {
    const component = components.get(name);
    if (component && isBuilt(component) && sent.has(name)) {
      throw new SpecError(component.shape.source, `"${name}" is both sent and received`);
    }
  }
  return { sent, received };
}

/** What the caller gives: held to the spec, and closed. */
export function sentShape(shape: ObjectShape): ObjectShape {
  const closed = outbound(shape);
  return closed.kind === "object" ? closed : shape;
}

/** What came, for its check: lenient, with every leaf component read in place. */
export function receivedShape(shape: Shape, components: Components): Shape {
  return inPlace(inbound(shape, components), components, (component) => !isBuilt(component));
}

/** What came, for its type: as its check reads it, but a text component keeps its name. */
export function receivedType(shape: Shape, components: Components): Shape {
  return inPlace(
    inbound(shape, components),
    components,
    (component) => !isBuilt(component) && !isText(component),
  );
}

/** Whether it has parts with faults of their own. */
export function isBuilt({ shape }: Component): boolean {
  return shape.kind === "object" || shape.kind === "tuple";
}

function isText(component: Component): boolean {
  return component.shape.kind === "string";
}

function reached(
  shapes: readonly Shape[],
  components: Components,
  counts: (component: Component) => boolean,
): Set<string> {
  const found = new Set<string>();
  const seen = new Set<string>();
  const visit = (shape: Shape): void => {
    for (const name of mentions(shape)) {
      const component = components.get(name);
      if (!component || seen.has(name)) continue;
      seen.add(name);
      if (counts(component)) found.add(name);
      visit(component.shape);
    }
  };
  shapes.forEach(visit);
  return found;
}

function inPlace(shape: Shape, components: Components, replaced: (component: Component) => boolean): Shape {
  const again = (part: Shape): Shape => inPlace(part, components, replaced);
  switch (shape.kind) {
    case "ref": {
      const component = components.get(shape.name);
      if (!component || !replaced(component)) return shape;
      const inner = again(inbound(component.shape, components));
      const doc = {
        ...inner.doc,
        ...shape.doc,
        notes: { ...inner.doc.notes, ...shape.doc.notes },
      };
      return { ...inner, doc, source: shape.source };
    }
    case "array":
      return { ...shape, items: again(shape.items) };
    case "tuple":
      return { ...shape, items: shape.items.map(again), rest: shape.rest && again(shape.rest) };
    case "union":
      return { ...shape, variants: shape.variants.map(again) };
    case "object":
      return {
        ...shape,
        properties: shape.properties.map((property) => ({ ...property, shape: again(property.shape) })),
        additional: typeof shape.additional === "string" ? shape.additional : again(shape.additional),
      };
    default:
      return shape;
  }
}
