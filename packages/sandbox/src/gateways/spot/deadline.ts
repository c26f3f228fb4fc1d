/** How far ahead a deadline must and may lie, in milliseconds. */
const NEAREST = 500;
const FURTHEST = 60_000;

/** Why an order with this deadline is not taken, if it is not. */
export function refuseDeadline(deadline: string | undefined, now: number): string | undefined {
  if (deadline === undefined) return undefined;
  const left = Date.parse(deadline) - now;
  if (left <= 0) return "EService:Deadline elapsed";
  // Written so that a time that is no time fails as well.
  return left >= NEAREST && left <= FURTHEST ? undefined : "EGeneral:Invalid arguments:deadline";
}
