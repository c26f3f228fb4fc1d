import { expect, test } from "vitest";
import { Veto } from "../src/session/veto.ts";

/** A veto of which the program decides by a list, and what it tells. */
function vetoOf(...answers: boolean[]) {
  const told: string[] = [];
  let asked = 0;
  const veto = new Veto(() => answers[asked++] ?? false);
  veto.connected();
  const allows = (MsgSeqNum: number) =>
    veto.allows({ MsgSeqNum, bytes: new Uint8Array() }, (event) => {
      if (event.kind === "withheld") told.push(`${event.MsgSeqNum}${event.mayHaveArrived ? "?" : ""}`);
    });
  return { veto, allows, told, asked: () => asked };
}

test("a message of an earlier connection that is asked for never arrived", () => {
  const { veto, allows, told } = vetoOf(false);
  veto.sent(5);
  expect(allows(4)).toBe(false);
  expect(told).toEqual(["4"]);
});

test("one that left on the same connection may have crossed the request", () => {
  const { veto, allows, told } = vetoOf(false);
  veto.sent(5);
  veto.sent(6);
  expect(allows(6)).toBe(false);
  expect(told).toEqual(["6?"]);
});

test("so may one that was sent again on it, but not over the next connection", () => {
  const { veto, allows, told } = vetoOf(true, true, false, false);
  veto.sent(7);
  expect([allows(4), allows(5), allows(5)]).toEqual([true, true, false]);
  veto.connected();
  veto.sent(8);
  expect(allows(4)).toBe(false);
  expect(told).toEqual(["5?", "4"]);
});

test("a no is final, until numbers start again", () => {
  const { veto, allows, told, asked } = vetoOf(false, true);
  veto.sent(5);
  expect([allows(4), allows(4)]).toEqual([false, false]);
  veto.connected();
  expect(allows(4)).toBe(false);
  expect(asked()).toBe(1);
  expect(told).toEqual(["4"]);
  veto.reset();
  expect(allows(4)).toBe(true);
});
