import { ConnectionCore, type CoreOptions } from "../src/core/connection-core.ts";
import type { Handle, Input, Output } from "../src/core/signals.ts";
import type { Channel, Method } from "../src/descriptor.ts";
import { type Frame, fakeDialect } from "./fake-dialect.ts";

export const options: CoreOptions = {
  dialect: fakeDialect,
  host: "private",
  token: { kind: "given", token: "s3cret-token" },
  connectTimeout: 1_000,
  leaveTimeout: 500,
  idle: 10_000,
  stale: 2_000,
  drift: true,
};

type Sent = { readonly do: string; readonly id: number; readonly token?: string; readonly channel?: string };

/** A core with its clock in hand. Collects what it puts out. */
export class Harness {
  readonly core: ConnectionCore;
  readonly outputs: Output[] = [];
  now = 1_000_000;
  wake: number | undefined;

  constructor(changes: Partial<CoreOptions> = {}) {
    this.core = new ConnectionCore({ ...options, ...changes });
  }

  step(input: Input): Output[] {
    const outputs = this.core.step(input, this.now);
    this.outputs.push(...outputs);
    for (const output of outputs) if (output.type === "wake") this.wake = output.at;
    return outputs;
  }

  open(): this {
    this.step({ type: "open" });
    this.step({ type: "opened" });
    return this;
  }

  call(handle: Handle, method: Method, params: object = {}, deadline = 5_000): Output[] {
    return this.step({ type: "call", handle, method, params, deadline });
  }

  subscribe(handle: Handle, channel: Channel, deadline = 5_000, params: object = {}): Output[] {
    return this.step({ type: "subscribe", handle, channel, params, deadline });
  }

  frame(frame: Frame | string): Output[] {
    return this.step({ type: "frame", text: typeof frame === "string" ? frame : JSON.stringify(frame) });
  }

  /** Lets time pass, ticking whenever the core asked for it. */
  pass(milliseconds: number): void {
    const until = this.now + milliseconds;
    while (this.wake !== undefined && this.wake <= until) {
      this.now = Math.max(this.now, this.wake);
      this.wake = undefined;
      this.step({ type: "tick" });
    }
    this.now = until;
  }

  get sent(): Sent[] {
    return this.outputs.flatMap((output) =>
      output.type === "send" ? [JSON.parse(output.text) as Sent] : [],
    );
  }

  get lastSent(): Sent {
    const last = this.sent.at(-1);
    if (!last) throw new Error("nothing was sent");
    return last;
  }

  of<Type extends Output["type"]>(type: Type): Extract<Output, { type: Type }>[] {
    return this.outputs.filter((output): output is Extract<Output, { type: Type }> => output.type === type);
  }

  events(type: string) {
    return this.of("event").filter(({ event }) => event.type === type);
  }

  failure(handle: Handle) {
    const failed = this.of("fail").find((output) => output.handle === handle);
    const { code, details } = failed?.failure ?? {};
    return failed && { code, outcome: details?.outcome, retryable: details?.retryable, path: details?.path };
  }

  ended(handle: Handle) {
    return this.of("ended")
      .filter((output) => output.handle === handle)
      .map(({ failure }) => failure?.code);
  }
}
