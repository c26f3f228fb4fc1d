import type { NumberShape } from "../../contract/shape.ts";
import type { Inclusion } from "./texts.ts";

/** The smallest or largest number allowed, whichever of the spec's two keywords says it. */
interface Bound {
  readonly value: number;
  readonly exclusive: boolean;
}

export function compareLowest(before: NumberShape, after: NumberShape): Inclusion {
  return compareBounds(lowest(before), lowest(after), -1);
}

export function compareHighest(before: NumberShape, after: NumberShape): Inclusion {
  return compareBounds(highest(before), highest(after), 1);
}

/** A count that must not be exceeded (`1`) or reached from below (`-1`). */
export function compareCounts(
  before: number | undefined,
  after: number | undefined,
  side: 1 | -1,
): Inclusion {
  const none = side === -1 ? 0 : Number.POSITIVE_INFINITY;
  return order((after ?? none) - (before ?? none), side);
}

export function compareSteps(before: NumberShape, after: NumberShape): Inclusion {
  const [old, next] = [step(before), step(after)];
  if (old === next) return "same";
  if (next === undefined) return "grown";
  if (old === undefined) return "shrunk";
  if (Number.isInteger(old / next)) return "grown";
  return Number.isInteger(next / old) ? "shrunk" : "other";
}

function step({ integer, multipleOf }: NumberShape): number | undefined {
  if (!integer) return multipleOf;
  // Every whole number is a multiple of 1 and of its parts.
  return multipleOf !== undefined && Number.isInteger(multipleOf) && multipleOf > 1 ? multipleOf : 1;
}

function lowest({ integer, minimum, exclusiveMinimum }: NumberShape): Bound | undefined {
  const open = whole(exclusiveMinimum, integer, 1);
  const shut =
    minimum === undefined ? undefined : { value: integer ? Math.ceil(minimum) : minimum, exclusive: false };
  return stricter(shut, open, -1);
}

function highest({ integer, maximum, exclusiveMaximum }: NumberShape): Bound | undefined {
  const open = whole(exclusiveMaximum, integer, -1);
  const shut =
    maximum === undefined ? undefined : { value: integer ? Math.floor(maximum) : maximum, exclusive: false };
  return stricter(shut, open, 1);
}

/** Above 0 is from 1, for whole numbers. */
function whole(value: number | undefined, integer: boolean, towards: 1 | -1): Bound | undefined {
  if (value === undefined) return undefined;
  if (!integer) return { value, exclusive: true };
  return { value: towards === 1 ? Math.floor(value) + 1 : Math.ceil(value) - 1, exclusive: false };
}

function stricter(a: Bound | undefined, b: Bound | undefined, side: 1 | -1): Bound | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return compareBounds(a, b, side) === "shrunk" ? b : a;
}

/** @param side 1 for the highest allowed, -1 for the lowest. */
function compareBounds(before: Bound | undefined, after: Bound | undefined, side: 1 | -1): Inclusion {
  if (before === undefined || after === undefined)
    return before === after ? "same" : before === undefined ? "shrunk" : "grown";
  if (before.value !== after.value) return order(after.value - before.value, side);
  if (before.exclusive === after.exclusive) return "same";
  return after.exclusive ? "shrunk" : "grown";
}

function order(difference: number, side: 1 | -1): Inclusion {
  if (difference === 0 || Number.isNaN(difference)) return "same";
  return difference * side > 0 ? "grown" : "shrunk";
}
