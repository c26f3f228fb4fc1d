import type { Method } from "../descriptor.ts";
import type { ConnectionError, ItemAnswer } from "../failure.ts";
import { isStaleToken } from "../refusal.ts";
import type { Ended } from "./call.ts";
import type { ConnectionCore } from "./core-interface.ts";
import { itemsOf } from "./items.ts";
import type { Subject } from "./request.ts";

/** The answers of a call that gets one for each item of a list. */
export interface Collected {
  /** In the order they came: an answer need not name its item. */
  readonly answers: readonly ItemAnswer[];
  /** Counts an answer, and says where its item stands, if it does. `false` when it is about an item that has had its own. */
  take(frame: object): string | undefined | false;
  /** Takes what came, and the exchange's words if it refused; with the last, the call has ended. */
  add(
    error: ConnectionError | undefined,
    result: object | undefined,
    words: string | undefined,
  ): true | "more";
  /** What there is to say of answers that will not all come. */
  words(): string;
}

/** Collects the answers of a call, where its parameters name several things. `item` says which of them an answer is about. */
export function collected(
  core: ConnectionCore,
  { params, lost }: Subject,
  { perItem }: Method,
  item: (answer: object, param: string) => unknown,
  ended: Ended,
): Collected | undefined {
  const items = itemsOf(perItem, params as object);
  if (!items) return undefined;
  const { param, all } = items;
  const answers: ItemAnswer[] = [];
  const fail = (first: ConnectionError, changes: object): void => {
    const { message, cause, path = items.path(undefined) } = first;
    ended(core.options.toError({ ...first, message, cause, path, answers, ...changes }));
  };
  return {
    answers,
    take(frame) {
      const named = item(frame, param);
      return items.take(named) && items.path(named);
    },
    add(error, result = {}, words = "") {
      answers.push(error ? { error } : { result });
      // A token is the whole request's: where it is refused, no other answers come.
      const alone = isStaleToken(words) && answers.length === 1;
      if (items.missing > 0 && !alone) return "more";
      const errors = answers.flatMap((answer) => ("error" in answer ? [answer.error] : []));
      const [first] = errors;
      if (!first)
        ended(
          undefined,
          answers.flatMap((answer) => ("result" in answer ? [answer.result] : [])),
        );
      else if (alone || all.length === 1) fail(first, {});
      else {
        // "refused" promises that nothing took effect, so it needs every item's refusal.
        const none = errors.length === all.length && errors.every(({ outcome }) => outcome === "refused");
        const outcome = none ? "refused" : lost;
        fail(first, {
          message: `${first.message} (${errors.length} of ${all.length} failed)`,
          outcome,
          retryable: outcome !== "unknown" && errors.every(({ retryable }) => retryable),
        });
      }
      return true;
    },
    words: () => (all.length > 1 ? `; ${answers.length} of ${all.length} were answered` : ""),
  };
}
