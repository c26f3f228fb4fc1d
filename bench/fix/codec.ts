// What reading and writing FIX messages costs, against looking at every byte once.
import * as fix from "@x/fix/codec";
import type { Benchmark, Report, Scale } from "../src/report.ts";
import { against, interleave } from "../src/rounds.ts";
import { spread } from "../src/spread.ts";
import { corpus } from "./corpus.ts";

type Message = fix.FixMessage<unknown, fix.ReceivedMessage>;

interface Read {
  readonly message: Message;
  readonly bytes: Uint8Array;
}

interface Written {
  readonly message: Message;
  readonly header: fix.HeaderInput;
  readonly body: unknown;
}

const FLOOR = "sum of the bytes";
const MESSAGES = 10_000;

export const decoding: Benchmark = {
  name: "fix decode",
  scale: { rounds: 15, repeats: 5 },
  run: async (scale) => {
    const read = messages();
    const decode = () => {
      let seen = 0;
      for (const { message, bytes } of read) seen += fix.decodeMessage(message, bytes).MsgType.length;
      return seen;
    };
    return [await measure(decoding.name, scale, read, "decodeMessage", decode, 4.5)];
  },
};

export const encoding: Benchmark = {
  name: "fix encode",
  scale: { rounds: 15, repeats: 5 },
  run: async (scale) => {
    const read = messages();
    const written = read.map(inputOf);
    const encode = () => {
      let seen = 0;
      for (const { message, header, body } of written) {
        seen += fix.encodeMessage(message, header, body).length;
      }
      return seen;
    };
    return [await measure(encoding.name, scale, read, "encodeMessage", encode, 8)];
  },
};

function messages(): Read[] {
  const byType = new Map<string, Message>();
  for (const value of Object.values(fix)) {
    if (typeof value === "object" && "msgType" in value)
      byType.set(value.msgType, value as unknown as Message);
  }
  return corpus(MESSAGES).map(({ msgType, bytes }) => {
    const message = byType.get(msgType);
    if (message === undefined) throw new Error(`no message type ${msgType}`);
    return { message, bytes };
  });
}

/** What was read, as a caller would give it to be written: objects of its own, without fields that are not there. */
function inputOf({ message, bytes }: Read): Written {
  const received = JSON.parse(JSON.stringify(fix.decodeMessage(message, bytes))) as Record<string, unknown>;
  const { MsgType: _type, header, unknown: _unknown, ...body } = received;
  return { message, header: header as fix.HeaderInput, body };
}

/** A codec that lost something would look fast. */
function mustRoundTrip(read: readonly Read[]): void {
  for (const one of read.slice(0, 500)) {
    const { message, header, body } = inputOf(one);
    const again = fix.decodeMessage(message, fix.encodeMessage(message, header, body));
    const first = fix.decodeMessage(message, one.bytes);
    if (JSON.stringify(again) !== JSON.stringify(first)) throw new Error(`${message.name} came back changed`);
  }
}

async function measure(
  name: string,
  { rounds, repeats }: Scale,
  read: readonly Read[],
  subject: string,
  run: () => number,
  bar: number,
): Promise<Report> {
  mustRoundTrip(read);
  const turn = (work: () => number) => async () => {
    let seen = 0;
    const start = performance.now();
    for (let count = 0; count < repeats; count++) seen += work();
    const elapsed = performance.now() - start;
    // Work whose outcome nobody looked at might not be done.
    if (seen === 0) throw new Error(`${name}: nothing came out`);
    return (elapsed * 1e6) / repeats / read.length;
  };
  const bodies = read.map(({ bytes }) => bytes);
  const floor = () => {
    let seen = 0;
    for (let at = 0; at < bodies.length; at++) seen += sumOf(bodies[at] as Uint8Array);
    return seen;
  };
  const costs = await interleave(
    [
      { name: FLOOR, turn: turn(floor) },
      { name: subject, turn: turn(run) },
    ],
    rounds,
  );
  const base = costs.get(FLOOR) ?? [];
  const own = costs.get(subject) ?? [];
  const mean = read.reduce((total, { bytes }) => total + bytes.length, 0) / read.length;
  return {
    name,
    method:
      `Nanoseconds a message over a seeded mix of ${read.length} (mean ${mean.toFixed(0)} bytes: 40 % ExecutionReport, ` +
      `30 % NewOrderSingle, 20 % MarketDataIncrementalRefresh of 20 entries, Heartbeat, OrderMassCancelRequest), ` +
      `${repeats} times a turn, ${rounds} interleaved rounds in one process, Node ${process.versions.node}. ` +
      `BodyLength, CheckSum, required fields and values are checked; numbers stay exact text.`,
    unit: "ns",
    comparison: "ratio",
    rows: [
      { subject: FLOOR, measured: spread(base) },
      {
        subject,
        measured: spread(own),
        compared: spread(against(own, base, (cost, floorCost) => cost / floorCost)),
        bar,
      },
    ],
  };
}

/** As fast as one byte after the other can be summed: a slower floor would flatter. */
function sumOf(bytes: Uint8Array): number {
  const { length } = bytes;
  let sum = 0;
  for (let at = 0; at < length; at++) sum = (sum + (bytes[at] as number)) | 0;
  return sum & 0xff;
}
