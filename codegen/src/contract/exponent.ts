import { parts, reach } from "./reach.ts";
import type { Components, Shape } from "./shape.ts";

/** Whether a value, or one inside it, may be a number whose plain text has an exponent. */
export function mayHaveExponent(shape: Shape, components: Components): boolean {
  const inside = [...reach([shape], components)].map((name) => components.get(name)?.shape);
  return [shape, ...inside].some((each) => each !== undefined && hasNumber(each));
}

function hasNumber(shape: Shape): boolean {
  if (shape.kind === "number") return !shape.integer || !(Math.abs(shape.maximum ?? 1e21) < 1e21);
  return parts(shape).some(hasNumber);
}
