import type { ConnectionError, Failure } from "./failure.ts";

/**
 * Holds an option to what it must be. The value itself is not shown: it may be a credential.
 *
 * @throws the error `toError` makes of `invalidOptions`.
 */
export function usable(toError: (failure: Failure) => ConnectionError, name: string, holds: boolean): void {
  const path = `/${name}`;
  if (!holds)
    throw toError({ code: "invalidOptions", message: `${path} is of no use`, outcome: "not-sent", path });
}
