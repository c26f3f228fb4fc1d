import type { Clock } from "@x/core";

/** Rejects when the work takes longer than so many milliseconds. The work goes on, and nobody waits for it. */
export function deadline<Result>(work: Promise<Result>, milliseconds: number, clock: Clock): Promise<Result> {
  return new Promise((resolve, reject) => {
    const timer = clock.setTimer(milliseconds, () =>
      reject(new Error(`no answer within ${milliseconds} ms`)),
    );
    work.then(resolve, reject).finally(() => timer.cancel());
  });
}
