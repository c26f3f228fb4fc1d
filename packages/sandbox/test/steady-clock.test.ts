import { expect, test } from "vitest";
import { steadyClock } from "../src/index.ts";

test("a steady clock stands still while its process does", async () => {
  const clock = steadyClock();
  const ran: string[] = [];
  const steady = new Promise<void>((resolve) => {
    clock.setTimer(200, () => {
      ran.push("steady");
      resolve();
    });
  });
  clock.setTimer(100, () => ran.push("cancelled")).cancel();
  const begin = clock.now();
  setTimeout(() => ran.push(clock.now() - begin <= 50 ? "system" : "as late as the system"), 250);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
  await steady;
  expect(ran).toEqual(["system", "steady"]);
  expect(clock.now() - begin).toBeGreaterThanOrEqual(200);
});
