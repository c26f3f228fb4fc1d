import { describeFault } from "@x/core";
import type { Push } from "../descriptor.ts";
import type { ConnectionCore } from "./core-interface.ts";

/** Tells of a message that came by itself; gives what is wrong with it, if something is. */
export function tell(
  core: ConnectionCore,
  { name, known, checkMessage }: Push,
  message: unknown,
): string | undefined {
  const fault = checkMessage(message);
  core.options.drift?.(message, known, name, core.mask, checkMessage);
  if (fault) return describeFault(fault);
  core.out.event({ type: "push", name, message });
  return undefined;
}
