import type { Clock } from "@x/core";
import { BusinessRejectReason, parseTimestamp } from "@x/fix";
import { type FixAnswer, rejected } from "./handler.ts";

/** How far ahead ValidUntilTime must and may lie, in milliseconds. */
const NEAREST = 2000;
const FURTHEST = 60_000;

/** Why a request is too late, or names a time that it must not, if so. */
export function refuseLate(validUntil: string | undefined, clock: Clock): FixAnswer | undefined {
  const at = moment(validUntil);
  if (at === undefined) return undefined;
  const left = at - clock.now();
  if (left <= 0) return rejected(BusinessRejectReason.OrderTooOld, "EService:Deadline elapsed");
  if (left >= NEAREST && left <= FURTHEST) return undefined;
  return rejected(BusinessRejectReason.Other, "EGeneral:Invalid arguments:ValidUntilTime");
}

export function moment(time: string | undefined): number | undefined {
  return time === undefined ? undefined : parseTimestamp(time);
}
