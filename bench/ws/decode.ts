// What checking a message adds to parsing it, against other validators.
import { book, executions, ticker } from "@x/ws-v2";
import type { Peers } from "../src/peers.ts";
import type { Benchmark, Report, Row, Scale } from "../src/report.ts";
import { against, interleave } from "../src/rounds.ts";
import { spread } from "../src/spread.ts";
import { bookFrames, executionFrames, tickerFrames } from "./messages.ts";
import { peerValidators, type Validator } from "./peer-validators.ts";
import { messageSchema } from "./schema.ts";

const PARSE = "JSON.parse";
const OURS = "generated check";

const messages = [
  { channel: book, frames: bookFrames },
  { channel: executions, frames: executionFrames },
  { channel: ticker, frames: tickerFrames },
];

export const decode: Benchmark = {
  name: "decode and check",
  scale: { rounds: 60, repeats: 200 },

  async run({ rounds, repeats }: Scale, peers?: Peers): Promise<readonly Report[]> {
    const reports: Report[] = [];
    for (const { channel, frames } of messages) {
      const own: Validator = { name: OURS, accepts: (value) => channel.checkMessage(value) === undefined };
      const others = peers ? await peerValidators(peers, messageSchema(channel.name)) : [];
      const parse: Validator = { name: PARSE, accepts: () => true };
      reports.push(await compare(channel.name, frames(), { rounds, repeats }, [parse, own, ...others]));
    }
    return reports;
  },
};

async function compare(
  channel: string,
  frames: readonly string[],
  { rounds, repeats }: Scale,
  validators: readonly Validator[],
): Promise<Report> {
  for (const { name, accepts } of validators) mustTell(name, accepts, frames);
  const subjects = validators.map(({ name, accepts }) => ({
    name,
    turn: async () => {
      let accepted = 0;
      const begin = performance.now();
      for (let repeat = 0; repeat < repeats; repeat++)
        for (const frame of frames) if (accepts(JSON.parse(frame))) accepted++;
      const elapsed = performance.now() - begin;
      if (accepted !== repeats * frames.length) throw new Error(`${name} refused a message of ${channel}`);
      return (elapsed * 1e6) / accepted;
    },
  }));
  const costs = await interleave(subjects, rounds);
  const figures = (name: string): readonly number[] => costs.get(name) ?? [];
  const ratio = (name: string, base: string) =>
    spread(against(figures(name), figures(base), (cost, other) => cost / other));
  const rows = validators.map(
    ({ name }): Row => ({
      subject: name,
      measured: spread(figures(name)),
      ...(name !== PARSE && { compared: ratio(name, PARSE) }),
      ...(name === OURS && { bar: 1.08 }),
    }),
  );
  for (const { name } of validators.filter(({ name: other }) => other !== PARSE && other !== OURS))
    rows.push({
      subject: `${OURS}, against ${name}`,
      measured: spread(figures(OURS)),
      compared: ratio(OURS, name),
    });
  const length = frames.reduce((sum, { length: own }) => sum + own, 0) / frames.length;
  return {
    name: `${decode.name}, ${channel}`,
    method:
      `Nanoseconds a message of ${length.toFixed(0)} characters on average: ${frames.length} variants, ${repeats} times a turn, ` +
      `${rounds} interleaved rounds in one process, Node ${process.versions.node}.`,
    unit: "ns",
    comparison: "ratio",
    rows,
  };
}

/** A validator that accepts everything would be the fastest. */
function mustTell(name: string, accepts: (value: unknown) => boolean, frames: readonly string[]): void {
  if (name === PARSE) return;
  const [frame = ""] = frames;
  const { data, ...rest } = JSON.parse(frame) as {
    readonly data: readonly [{ readonly [field: string]: unknown }];
  };
  const [entry] = data;
  const unknown = { ...rest, data: [{ ...entry, unheard_of: 1 }], extra: true };
  if (!accepts(unknown)) throw new Error(`${name} refuses what the spec does not know`);
  const required = "symbol" in entry && "timestamp" in entry && "order_id" in entry ? "order_id" : "symbol";
  for (const spoiled of [
    { ...rest, data: [{ ...entry, [required]: undefined }] },
    { ...rest, data: [{ ...entry, [required]: 7 }] },
    { ...rest, data: "none" },
    { ...rest, data, channel: "other" },
  ])
    if (accepts(JSON.parse(JSON.stringify(spoiled))))
      throw new Error(`${name} accepts ${JSON.stringify(spoiled)}`);
}
