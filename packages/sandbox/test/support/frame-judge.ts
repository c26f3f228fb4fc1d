import { type Check, type Drift, type Fault, observe, readKnown } from "@x/core";
import * as wsLegacy from "@x/ws-legacy";
import * as wsV2 from "@x/ws-v2";

/** What is wrong with a frame that the sandbox sent, held against the generated check of what it is. */
export type Judgement = Fault | Drift | "no frame of a known name" | undefined;

/** What descriptors of methods, channels and pushes have, as far as they have it. */
interface Descriptor {
  readonly kind: "method" | "channel" | "push";
  readonly name: string;
  readonly answer?: string;
  readonly checkAnswer?: Check;
  readonly checkAck?: Check;
  readonly checkMessage?: Check;
  readonly known: string;
  readonly knownAck?: string;
}

function descriptorsOf(module: object): readonly Descriptor[] {
  return Object.values(module as Record<string, unknown>).filter(
    (value): value is Descriptor =>
      typeof value === "object" && value !== null && "kind" in value && "known" in value,
  );
}

const V2 = descriptorsOf(wsV2);
const LEGACY = descriptorsOf(wsLegacy);

export function judgeV2(text: string): Judgement {
  const frame = JSON.parse(text) as { method?: string; channel?: string; result?: { channel?: string } };
  const { method, channel, result } = frame;
  if (method === undefined) return judgeMessage(V2, channel, frame);
  if (method === "subscribe") {
    const followed = find(V2, result?.channel ?? channel ?? wsV2.ticker.name);
    return judge(frame, followed?.checkAck, followed?.knownAck);
  }
  // The end of a subscription is acknowledged like its beginning.
  if (method === "unsubscribe") {
    const followed = find(V2, result?.channel ?? wsV2.ticker.name);
    return judge({ ...frame, method: "subscribe" }, followed?.checkAck, followed?.knownAck);
  }
  if (method === "error") return judge(frame, wsV2.failure.checkMessage, wsV2.failure.known);
  const called = find(V2, method);
  return judge(frame, called?.checkAnswer, called?.known);
}

export function judgeLegacy(text: string): Judgement {
  const frame = JSON.parse(text) as { event?: string } | unknown[];
  if (Array.isArray(frame)) {
    const name = frame.find((part) => typeof part === "string") as string;
    return judgeMessage(LEGACY, name.split("-")[0], frame);
  }
  if (frame.event === "error") return judge(frame, wsLegacy.failure.checkMessage, wsLegacy.failure.known);
  const answered = find(LEGACY, frame.event);
  return answered?.kind === "method"
    ? judge(frame, answered.checkAnswer, answered.known)
    : judge(frame, answered?.checkMessage, answered?.known);
}

function judgeMessage(
  descriptors: readonly Descriptor[],
  name: string | undefined,
  frame: unknown,
): Judgement {
  const followed = find(descriptors, name);
  return judge(frame, followed?.checkMessage, followed?.known);
}

function find(descriptors: readonly Descriptor[], name: string | undefined): Descriptor | undefined {
  return descriptors.find(({ name: own, answer }) => (answer ?? own) === name);
}

function judge(frame: unknown, check: Check | undefined, known: string | undefined): Judgement {
  if (check === undefined || known === undefined) return "no frame of a known name";
  const fault = check(frame);
  if (fault !== undefined) return fault;
  const drifts: Drift[] = [];
  observe(frame, readKnown(known), "sandbox", (drift) => drifts.push(drift));
  return drifts[0];
}
