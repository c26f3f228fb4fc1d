import { createServer, connect as dial, type Socket } from "node:net";
import { crc32 } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { type FixAcceptor, listen } from "../src/acceptor.ts";
import { openBook } from "../src/book/book.ts";
import { connect } from "../src/client.ts";
import {
  type MarketDataRequest,
  marketDataIncrementalRefresh,
  marketDataRequest,
  marketDataSnapshotFullRefresh,
  securityList,
  securityListRequest,
} from "../src/generated/index.ts";
import type { FixSession } from "../src/session/session.ts";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const entry = { MDEntryID: "B5", MDEntryPx: "5", MDEntryTime: "10:00:00.000", MDEntryType: "0" } as const;
const instrument = {
  MinTradeVol: "0.01",
  QtyPrecision: 2,
  QtyMin: "0.01",
  PricePrecision: 1,
  TickSize: "0.1",
};

/** An exchange with one instrument; every subscription of it starts with one bid of 1. */
class Market {
  readonly requests: MarketDataRequest[] = [];
  session: FixSession | undefined;

  async listen(): Promise<FixAcceptor> {
    const acceptor = await listen({
      senderCompID: "KRAKEN-MD",
      authenticate: () => ({ accepted: true }),
      onSession: (session) => {
        this.session = session;
        void this.#instruments(session).catch(() => {});
        void this.#books(session).catch(() => {});
      },
    });
    closing.push(() => acceptor.close());
    return acceptor;
  }

  update(qty: string, checksum: number): void {
    this.session?.send(marketDataIncrementalRefresh, {
      MDReqID: this.requests.at(-1)?.MDReqID ?? "",
      Symbol: "BTC/USD",
      NoMDEntries: [{ ...entry, MDUpdateAction: "1", MDEntrySize: qty }],
      ChecksumOrderBook: String(checksum),
    });
  }

  async #instruments(session: FixSession): Promise<void> {
    for await (const { SecurityReqID } of session.messages(securityListRequest))
      session.send(securityList, {
        SecurityReqID,
        SecurityResponseID: "1",
        SecurityRequestResult: "0",
        NoRelatedSym: [{ Symbol: "BTC/USD", AssetPairStatus: "1", ...instrument }],
      });
  }

  async #books(session: FixSession): Promise<void> {
    for await (const request of session.messages(marketDataRequest)) {
      this.requests.push(request);
      if (request.SubscriptionRequestType === "1")
        session.send(marketDataSnapshotFullRefresh, {
          MDReqID: request.MDReqID,
          Symbol: "BTC/USD",
          NoMDEntries: [{ ...entry, MDEntrySize: "1" }],
        });
    }
  }
}

/** A way to the exchange that can be cut. */
async function cuttable({ host, port }: FixAcceptor): Promise<{ readonly port: number; cut(): void }> {
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = dial(port, host);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => sockets.delete(socket));
    }
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  closing.push(() => {
    cut();
    server.close();
  });
  return { port: (server.address() as { readonly port: number }).port, cut };
}

describe("a book over sockets", () => {
  test("is verified, asked for anew after a mismatch and on the next connection, and given up", async () => {
    const market = new Market();
    const way = await cuttable(await market.listen());
    const session = await connect({
      host: "127.0.0.1",
      port: way.port,
      senderCompID: "CLIENT",
      targetCompID: "KRAKEN-MD",
      reconnect: { initial: 1, maximum: 5 },
      rollover: false,
    });
    closing.push(() => session.close());
    const book = openBook(session, { symbol: "BTC/USD" });
    const changes = book[Symbol.asyncIterator]();
    const next = async () => {
      const { value } = await changes.next();
      return value?.type === "gap" ? value.gap.reason : `${value?.type} ${book.best.bid?.qtyText}`;
    };
    expect(await next()).toBe("snapshot 1.00");
    market.update("2.5", crc32("50250"));
    expect(await next()).toBe("update 2.50");
    market.update("3", crc32("50250"));
    expect([await next(), book.valid]).toEqual(["checksum", false]);
    expect(await next()).toBe("snapshot 1.00");
    way.cut();
    expect([await next(), book.bids()]).toEqual(["reconnected", []]);
    expect(await next()).toBe("snapshot 1.00");
    market.update("3", crc32("50300"));
    expect(await next()).toBe("update 3.00");
    await book.close();
    await expect.poll(() => market.requests.at(-1)?.SubscriptionRequestType).toBe("2");
    const ids = market.requests
      .filter((one) => one.SubscriptionRequestType === "1")
      .map((one) => one.MDReqID);
    expect([ids.length, new Set(ids).size]).toEqual([3, 3]);
  });
});
