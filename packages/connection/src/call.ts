import type { CallOptions } from "./connection.ts";
import { call } from "./core/call.ts";
import type { ConnectionCore } from "./core/core-interface.ts";
import type { Request } from "./core/request.ts";
import type { Method } from "./descriptor.ts";
import { usable } from "./usable.ts";

/**
 * Calls a method on a connection, for whoever waits. Programs without a method do without it.
 *
 * @throws the connection's error.
 */
export function promiseOf(
  core: ConnectionCore,
  method: Method,
  params: object,
  { deadlineMs = core.options.deadline, signal }: CallOptions = {},
): Promise<object | undefined> {
  const { step } = core.out;
  return new Promise((resolve, reject) => {
    let request: Request | undefined;
    const abort = (): void => core.end((each) => each === request, "aborted", "aborted");
    const onAbort = (): void => step(abort);
    usable(core.options.toError, "deadlineMs", deadlineMs > 0);
    step(() => {
      request = call(core, method, params, deadlineMs, (error, result) => {
        signal?.removeEventListener("abort", onAbort);
        if (error) reject(error);
        else resolve(result);
      });
      if (signal?.aborted) abort();
    });
    signal?.addEventListener("abort", onAbort);
  });
}
