// What a verified order book costs, against parsing its frames and against other books.
import * as legacy from "@x/ws-legacy";
import * as v2 from "@x/ws-v2";
import type { Peers } from "../src/peers.ts";
import type { Benchmark, Report, Row, Scale } from "../src/report.ts";
import { against, interleave } from "../src/rounds.ts";
import { spread } from "../src/spread.ts";
import { BookByHand } from "./book-by-hand.ts";
import { framesLegacy, framesV2, market } from "./market.ts";
import { type Book, ccxtBook, ccxwsBook, nodeKrakenApiBook, type PeerBook } from "./peer-books.ts";

const PARSE = "JSON.parse";
const OURS = "openBook: parse, check, apply, verify";

/** Parses, and looks no further. */
const floor: PeerBook = {
  name: PARSE,
  open: () => (frame) => typeof JSON.parse(frame) === "object",
};

const byHand = (depth: number): PeerBook => ({
  name: "by hand, verifying",
  open: () => {
    const book = new BookByHand(depth);
    return (frame) => book.apply(frame);
  },
});

/** What a connection does with a frame of a book, but for finding out whose it is. */
interface Channel<Message> {
  checkMessage(message: unknown): object | undefined;
  readonly "~types"?: { readonly params: never; readonly message: Message } | undefined;
}

function feeding<Message>(
  channel: Pick<Channel<Message>, "checkMessage">,
  open: (follow: (sink: v2.Sink<Message>) => v2.Following) => { readonly valid: boolean },
): Book {
  let sink: v2.Sink<Message> | undefined;
  const book = open((given) => {
    sink = given;
    return { leave() {}, renew() {}, tell() {}, fail() {} };
  });
  return (frame) => {
    const message = JSON.parse(frame) as Message;
    if (channel.checkMessage(message)) return false;
    sink?.message(message, frame);
    return book.valid;
  };
}

const ours = {
  v2: (depth: 10 | 1000): PeerBook => ({
    name: OURS,
    open: () =>
      feeding<v2.BookMessage>(v2.book, (follow) => {
        const ws = { follow: (_channel: unknown, _params: unknown, sink: unknown) => follow(sink as never) };
        return v2.openBook(ws as Parameters<typeof v2.openBook>[0], { symbol: "BTC/USD", depth });
      }),
  }),
  legacy: (depth: 10 | 1000): PeerBook => ({
    name: OURS,
    open: () =>
      feeding<legacy.BookMessage>(legacy.book, (follow) => {
        const ws = { follow: (_channel: unknown, _params: unknown, sink: unknown) => follow(sink as never) };
        return legacy.openBook(ws as Parameters<typeof legacy.openBook>[0], { pair: "XBT/USD", depth });
      }),
  }),
};

export const books: Benchmark = {
  name: "book update",
  scale: { rounds: 25, repeats: 4_000 },

  async run({ rounds, repeats }: Scale, peers?: Peers): Promise<readonly Report[]> {
    const shallow = market(10, 10, repeats);
    const deep = market(1000, 1000, Math.min(repeats, 500));
    return [
      await compare("WebSocket v2, depth 10", framesV2(shallow), rounds, [
        ours.v2(10),
        byHand(10),
        ...(peers ? [await ccxtBook(peers)] : []),
      ]),
      await compare("WebSocket v2, depth 1000", framesV2(deep), rounds, [ours.v2(1000), byHand(1000)]),
      await compare("legacy WebSocket, depth 10", framesLegacy(shallow, 10), rounds, [
        ours.legacy(10),
        ...(peers ? [await ccxwsBook(peers), await nodeKrakenApiBook(peers)] : []),
      ]),
    ];
  },
};

async function compare(
  what: string,
  frames: readonly string[],
  rounds: number,
  candidates: readonly PeerBook[],
): Promise<Report> {
  const [snapshot = "", ...updates] = frames;
  const verified = new Map<string, number>();
  const subjects = [floor, ...candidates].map(({ name, open }) => ({
    name,
    turn: async () => {
      const book = open();
      book(snapshot);
      let right = 0;
      const begin = performance.now();
      for (const update of updates) if (book(update)) right++;
      const elapsed = performance.now() - begin;
      verified.set(name, right);
      return (elapsed * 1e6) / updates.length;
    },
  }));
  const costs = await interleave(subjects, rounds);
  if (verified.get(OURS) !== updates.length) throw new Error(`${what}: our book is wrong`);
  const figures = (name: string): readonly number[] => costs.get(name) ?? [];
  const ratio = (name: string, base: string) =>
    spread(against(figures(name), figures(base), (cost, other) => cost / other));
  const rows: Row[] = [{ subject: PARSE, measured: spread(figures(PARSE)) }];
  for (const { name } of candidates)
    rows.push({ subject: name, measured: spread(figures(name)), compared: ratio(name, PARSE) });
  for (const { name } of candidates.slice(1))
    rows.push({
      subject: `${OURS}, against ${name}`,
      measured: spread(figures(OURS)),
      compared: ratio(OURS, name),
      bar: 1,
    });
  const length = updates.reduce((sum, { length: own }) => sum + own, 0) / updates.length;
  const right = candidates.map(({ name }) => `${name}: ${verified.get(name)}`).join("; ");
  return {
    name: `${books.name}, ${what}`,
    method:
      `Nanoseconds a frame: ${updates.length} updates of ${length.toFixed(0)} characters on average from a seeded market, ` +
      `${rounds} interleaved rounds in one process, Node ${process.versions.node}. Updates verified of them: ${right}.`,
    unit: "ns",
    comparison: "ratio",
    rows,
  };
}
