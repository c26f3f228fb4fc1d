// Keeps verified books of both WebSockets in a moving market, and through the loss of their connections.
import { connect as connectLegacy, openBook as openLegacyBook } from "@x/ws-legacy";
import { connect, openBook, openLevel3, webSocketsToken } from "@x/ws-v2";
import { report } from "./page.ts";

/** How many updates, each with a checksum that is right, a book must have had. */
const UPDATES = 5;

type Book = AsyncIterable<{ readonly type: "snapshot" | "update" | "gap"; readonly messages?: number }> & {
  readonly valid: boolean;
};

async function updated(book: Book): Promise<void> {
  let updates = 0;
  for await (const { type, messages = 0 } of book) {
    if (type === "update") updates += messages;
    if (updates >= UPDATES) return;
  }
}

async function begunAnew(book: Book): Promise<void> {
  let gone = false;
  for await (const { type } of book) {
    if (type === "gap") gone = true;
    if (gone && type === "snapshot") return;
  }
}

await report(async ({ spot: { url, ...credentials }, books: { wsV2, wsV2Level3, wsLegacy } }, cut) => {
  const token = webSocketsToken({ ...credentials, baseUrl: url });
  const v2 = connect({ url: wsV2, backoffMs: 50 });
  const level3 = connect({ url: wsV2Level3, host: "l3", token, backoffMs: 50 });
  const legacy = connectLegacy({ url: wsLegacy, backoffMs: 50 });
  const books: Book[] = [
    openBook(v2, { symbol: "BTC/USD" }),
    openLevel3(level3, { symbol: "BTC/USD" }),
    openLegacyBook(legacy, { pair: "XBT/USD" }),
  ];
  const valid = (): number => books.filter((book) => book.valid).length;
  await Promise.all(books.map(updated));
  const verified = valid();
  const again = Promise.all(books.map(begunAnew));
  await cut();
  await again;
  await Promise.all(books.map(updated));
  const reconnected = valid();
  await Promise.all([v2.close(), level3.close(), legacy.close()]);
  return { verified, reconnected, left: valid() };
});
