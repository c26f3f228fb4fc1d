import { describe, expect, it } from "vitest";
import { isStaleToken, readRefusal } from "../src/refusal.ts";

describe("a refusal", () => {
  it.each([
    ["EOrder:Insufficient funds", "EOrder", false, false, false],
    ["EOrder:Rate limit exceeded", "EOrder", true, false, false],
    ["EAPI:Invalid token", "EAPI", false, false, true],
    ["ESession:Invalid session", "ESession", false, false, true],
    ["Token is expired", "refused", false, false, true],
    ["EService: Throttled: 1772359200", "EService", true, false, false],
    ["EService:Unavailable", "EService", true, false, false],
    ["EService:Deadline elapsed", "EService", false, true, false],
    ["EGeneral:Internal error:42", "EGeneral", false, true, false],
    ["EBM:limit exceeded:CAL", "EBM", false, false, false],
    ["Currency pair not supported XBT/USD", "refused", false, false, false],
    ["Unsupported field: 'channel' for the given msg type: subscribe", "refused", false, false, false],
    ["toString:x", "refused", false, false, false],
    ["", "refused", false, false, false],
  ])("%s", (text, code, retryable, undecided, staleToken) => {
    expect(readRefusal(text)).toEqual({ code, retryable, undecided });
    expect(isStaleToken(text)).toBe(staleToken);
  });
});
