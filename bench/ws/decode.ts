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
  scale: { rounds: 500, repeats: 8 },

  async run({ rounds, repeats }: Scale, peers?: Peers): Promise<readonly Report[]> {
    const reports: Report[] = [];
    for (const { channel, frames } of messages) {
      const own: Validator = { name: OURS, accepts: (value) => channel.checkMessage(value) === undefined };
      const others = peers ? await peerValidators(peers, messageSchema(channel.name)) : [];
      const parse: Validator = { name: PARSE, accepts: () => true };
      reports.push(...(await compare(channel.name, frames(), { rounds, repeats }, parse, [own, ...others])));
    }
    return reports;
  },
};

/** Once with parsing, as a message is met, and once the checks alone, where parsing does not cover the differences. */
async function compare(
  channel: string,
  frames: readonly string[],
  { rounds, repeats }: Scale,
  parse: Validator,
  checks: readonly [Validator, ...Validator[]],
): Promise<Report[]> {
  for (const { name, accepts } of checks) mustTell(name, accepts, frames);
  const [{ name: ours }, ...others] = checks;
  const length = frames.reduce((sum, { length: own }) => sum + own, 0) / frames.length;
  const method =
    `a message of ${length.toFixed(0)} characters on average: ${frames.length} variants, ${repeats} times a turn, ` +
    `${rounds} interleaved rounds in one process, Node ${process.versions.node}.`;

  const whole = await measure([parse, ...checks], frames, JSON.parse, rounds, repeats);
  const withParsing: Report = {
    name: `${decode.name}, ${channel}`,
    method: `Nanoseconds to parse and check ${method}`,
    unit: "ns",
    comparison: "ratio",
    rows: [
      row(whole, parse.name),
      ...checks.map(({ name }) => ({ ...row(whole, name, parse.name), ...(name === ours && { bar: 1.08 }) })),
      ...others.map(({ name }) => ({ ...row(whole, ours, name), subject: `${ours}, against ${name}` })),
    ],
  };
  if (others.length === 0) return [withParsing];

  const parsed = frames.map((frame) => JSON.parse(frame) as unknown);
  const alone = await measure(checks, parsed, (value) => value, rounds, repeats);
  const withoutParsing: Report = {
    name: `${decode.name}, ${channel}, checks alone`,
    method: `Nanoseconds to check ${method} Parsed beforehand, each variant once.`,
    unit: "ns",
    comparison: "ratio",
    rows: [row(alone, ours), ...others.map(({ name }) => row(alone, name, ours))],
  };
  return [withParsing, withoutParsing];
}

type Costs = Map<string, readonly number[]>;

/** Nanoseconds a message, a figure for each round. Turns are short, so that few are interrupted by another process. */
async function measure<Given>(
  validators: readonly Validator[],
  given: readonly Given[],
  read: (one: Given) => unknown,
  rounds: number,
  repeats: number,
): Promise<Costs> {
  const subjects = validators.map(({ name, accepts }) => {
    const turn = async (): Promise<number> => {
      let accepted = 0;
      const begin = performance.now();
      for (let repeat = 0; repeat < repeats; repeat++)
        for (const one of given) if (accepts(read(one))) accepted++;
      const elapsed = performance.now() - begin;
      if (accepted !== repeats * given.length) throw new Error(`${name} refused a message`);
      return (elapsed * 1e6) / accepted;
    };
    return { name, turn };
  });
  // Until everything is compiled for good.
  for (let n = 0; n < Math.min(rounds, 100); n++) for (const { turn } of subjects) await turn();
  return interleave(subjects, rounds);
}

function row(costs: Costs, subject: string, base?: string): Row {
  const figures = (name: string): readonly number[] => costs.get(name) ?? [];
  const measured = spread(figures(subject));
  if (base === undefined) return { subject, measured };
  const ratios = against(figures(subject), figures(base), (cost, other) => cost / other);
  return { subject, measured, compared: spread(ratios) };
}

/** A validator that accepts everything would be the fastest. */
function mustTell(name: string, accepts: (value: unknown) => boolean, frames: readonly string[]): void {
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
