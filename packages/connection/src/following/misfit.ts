import { describeFault } from "@x/core";
import type { ConnectionCore } from "../core/core-interface.ts";
import { failed, type Subject } from "../core/request.ts";
import type { Feed } from "../descriptor.ts";
import type { ConnectionError } from "../failure.ts";

/** What is wrong with an acknowledgement, as the spec has it. */
export function misfit(
  core: ConnectionCore,
  about: Subject,
  { name, checkAck, knownAck = "" }: Feed,
  frame: object,
  text: string,
): ConnectionError | undefined {
  core.options.drift?.(frame, knownAck, name, core.mask, checkAck);
  const fault = checkAck?.(frame);
  const details = { path: fault?.path, raw: core.mask(text) };
  return fault && failed(core, about, "invalidAnswer", core.mask(describeFault(fault)), details);
}
