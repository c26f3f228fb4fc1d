// What reading and writing FIX messages costs, against looking at every byte once.
import * as fix from "@x/fix/codec";
import type { Benchmark, Report, Scale } from "../src/report.ts";
import { against, interleave } from "../src/rounds.ts";
import { spread } from "../src/spread.ts";
import { corpus } from "./corpus.ts";
import { peerCodecs } from "./peer-codecs.ts";

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
/** How many messages of the mix a peer writes in a turn: objects for all of them would weigh on everybody's memory. */
const PEER_WRITES = 1_000;

export const decoding: Benchmark = {
  name: "fix decode",
  scale: { rounds: 21, repeats: 1 },
  run: async (scale, peers) => {
    const read = messages();
    const decode: Subject = () => {
      let seen = 0;
      for (const { message, bytes } of read) seen += fix.decodeMessage(message, bytes).MsgType.length;
      return seen;
    };
    const frames = read.map(({ bytes }) => Buffer.from(bytes));
    const others = peers === undefined ? [] : await peerCodecs(peers);
    return [
      await measure(decoding.name, scale, read, {
        subject: "decodeMessage",
        run: decode,
        bar: 4.5,
        againstPeers: 1 / 10,
        others: others.map(({ name, decode: other }) => ({
          name,
          run: () => {
            let seen = 0;
            for (const frame of frames) if (other(frame) !== undefined) seen++;
            return seen;
          },
        })),
      }),
    ];
  },
};

export const encoding: Benchmark = {
  name: "fix encode",
  scale: { rounds: 21, repeats: 1 },
  run: async (scale, peers) => {
    const read = messages();
    const written = read.map(inputOf);
    const encode: Subject = () => {
      let seen = 0;
      for (const { message, header, body } of written) {
        seen += fix.encodeMessage(message, header, body).length;
      }
      return seen;
    };
    const others = peers === undefined ? [] : await peerCodecs(peers);
    return [
      await measure(encoding.name, scale, read, {
        subject: "encodeMessage",
        run: encode,
        bar: 8,
        againstPeers: 1 / 3,
        others: others.map(({ name, prepare }) => {
          const ready = read
            .slice(0, PEER_WRITES)
            .map(({ message, bytes }) => prepare(message.msgType, fieldsOf(bytes), Buffer.from(bytes)));
          const run: Subject = () => {
            let seen = 0;
            for (const write of ready) seen += write().length;
            return seen;
          };
          return { name, run, messages: PEER_WRITES };
        }),
      }),
    ];
  },
};

/** The mix, each with its type. */
export function messages(): Read[] {
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

/** Works through the mix; gives something that depends on all of it. */
type Subject = () => number;

interface Contest {
  readonly subject: string;
  readonly run: Subject;
  /** What it may cost of the floor. */
  readonly bar: number;
  /** What it may cost of the fastest peer. */
  readonly againstPeers: number;
  readonly others: readonly {
    readonly name: string;
    readonly run: Subject;
    /** How many it works through, if not the whole mix. */
    readonly messages?: number;
  }[];
}

async function measure(
  name: string,
  { rounds, repeats }: Scale,
  read: readonly Read[],
  { subject, run, bar, againstPeers, others }: Contest,
): Promise<Report> {
  mustRoundTrip(read);
  const turn =
    (work: Subject, messages = read.length) =>
    async () => {
      let seen = 0;
      const start = process.cpuUsage();
      for (let count = 0; count < repeats; count++) seen += work();
      const { user, system } = process.cpuUsage(start);
      // Work whose outcome nobody looked at might not be done.
      if (seen === 0) throw new Error(`${name}: nothing came out`);
      return ((user + system) * 1e3) / repeats / messages;
    };
  const bodies = read.map(({ bytes }) => bytes);
  const floor: Subject = () => {
    let seen = 0;
    for (let at = 0; at < bodies.length; at++) seen += sumOf(bodies[at] as Uint8Array);
    return seen;
  };
  const costs = await interleave(
    [
      { name: FLOOR, turn: turn(floor) },
      { name: subject, turn: turn(run) },
      ...others.map((other) => ({ name: other.name, turn: turn(other.run, other.messages) })),
    ],
    rounds,
  );
  const of = (one: string) => costs.get(one) ?? [];
  const ratio = (one: string, other: string) =>
    spread(against(of(one), of(other), (cost, base) => cost / base));
  const [best] = others
    .map((other) => other.name)
    .toSorted((one, other) => spread(of(one)).median - spread(of(other)).median);
  const mean = read.reduce((total, { bytes }) => total + bytes.length, 0) / read.length;
  const peers =
    best === undefined
      ? ""
      : ` Peers write the first ${PEER_WRITES}, of objects of their own that were made beforehand.`;
  return {
    name,
    method:
      `Nanoseconds of processor time, all threads, a message over a seeded mix of ${read.length} (mean ${mean.toFixed(0)} bytes: 40 % ExecutionReport, ` +
      `30 % NewOrderSingle, 20 % MarketDataIncrementalRefresh of 20 entries, Heartbeat, OrderMassCancelRequest), ` +
      `${repeats} times a turn, ${rounds} interleaved rounds in one process, Node ${process.versions.node}. ` +
      `BodyLength, CheckSum, required fields and values are checked; numbers stay exact text.${peers}`,
    unit: "ns",
    comparison: "ratio",
    rows: [
      { subject: FLOOR, measured: spread(of(FLOOR)) },
      { subject, measured: spread(of(subject)), compared: ratio(subject, FLOOR), bar },
      ...others.map((other) => ({
        subject: other.name,
        measured: spread(of(other.name)),
        compared: ratio(other.name, FLOOR),
      })),
      ...(best === undefined
        ? []
        : [
            {
              subject: `${subject} against ${best}`,
              measured: spread(of(subject)),
              compared: ratio(subject, best),
              bar: againstPeers,
            },
          ]),
    ],
  };
}

/** Tags and texts in the order of the wire; the mix has no data fields. */
function fieldsOf(bytes: Uint8Array): (readonly [tag: number, value: string])[] {
  const texts = Buffer.from(bytes).toString("latin1").split("\u0001").slice(0, -1);
  return texts.map((text) => {
    const equals = text.indexOf("=");
    return [Number(text.slice(0, equals)), text.slice(equals + 1)] as const;
  });
}

/** As fast as one byte after the other can be summed: a slower floor would flatter. */
function sumOf(bytes: Uint8Array): number {
  const { length } = bytes;
  let sum = 0;
  for (let at = 0; at < length; at++) sum = (sum + (bytes[at] as number)) | 0;
  return sum & 0xff;
}
