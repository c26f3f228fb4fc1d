import type { Following, Gap, Sink } from "@x/connection";
import { FixError, type FixErrorCode } from "../errors.ts";
import {
  type MarketDepth,
  MDEntryType,
  SecurityListRequestType,
  SecurityRequestResult,
  SubscriptionRequestType,
} from "../generated/fields.ts";
import {
  type BusinessMessageReject,
  businessMessageReject,
} from "../generated/messages/business-message-reject.ts";
import {
  type MarketDataIncrementalRefresh,
  marketDataIncrementalRefresh,
} from "../generated/messages/market-data-incremental-refresh.ts";
import { marketDataRequest } from "../generated/messages/market-data-request.ts";
import {
  type MarketDataRequestReject,
  marketDataRequestReject,
} from "../generated/messages/market-data-request-reject.ts";
import {
  type MarketDataSnapshotFullRefresh,
  marketDataSnapshotFullRefresh,
} from "../generated/messages/market-data-snapshot-full-refresh.ts";
import { type SecurityList, securityList } from "../generated/messages/security-list.ts";
import { securityListRequest } from "../generated/messages/security-list-request.ts";
import type { SessionEvent } from "../session/io.ts";
import type { FixSession } from "../session/session.ts";
import type { BookPrecision } from "./digits.ts";

/** What a book takes of a session. */
export type BookSession = Pick<FixSession, "active" | "events" | "messages" | "send">;

/** A message of a book. */
export type BookMessage = MarketDataSnapshotFullRefresh | MarketDataIncrementalRefresh;

type Heard = BookMessage | BusinessMessageReject | MarketDataRequestReject | SecurityList;

/** Which book is followed. */
export interface FeedSubject {
  readonly symbol: string;
  readonly depth: MarketDepth;
  /** Whether orders of one price are one level. */
  readonly aggregated: boolean;
  /** Asked for where it is not known. */
  readonly precision: BookPrecision | undefined;
  /** Told before the first message. */
  readonly learned: (precision: BookPrecision) => void;
}

/**
 * A book's subscription over the connections of a session: asked for on each anew, since the exchange forgets it with the
 * connection. Every request has an id of its own, so what belongs to an earlier one is told apart and passed over.
 */
export class BookFeed implements Following {
  readonly #session: BookSession;
  readonly #subject: FeedSubject;
  readonly #sink: Sink<BookMessage>;
  readonly #messages: AsyncIterator<Heard>;
  readonly #events: AsyncIterator<SessionEvent>;
  #precision: BookPrecision | undefined;
  /** Of the request that is under way or answered. */
  #id = "";
  /** The exchange knows the subscription. */
  #subscribed = false;
  #begun = false;
  #over = false;

  constructor(session: BookSession, subject: FeedSubject, sink: Sink<BookMessage>) {
    this.#session = session;
    this.#subject = subject;
    this.#sink = sink;
    this.#precision = subject.precision;
    this.#messages = session.messages(
      marketDataSnapshotFullRefresh,
      marketDataIncrementalRefresh,
      marketDataRequestReject,
      securityList,
      businessMessageReject,
    );
    this.#events = session.events[Symbol.asyncIterator]();
    this.#ask();
    void this.#listen();
    void this.#watch();
  }

  leave(): void {
    this.#unsubscribe();
    this.#end(undefined);
  }

  renew(gap: Gap): void {
    this.#unsubscribe();
    this.#sink.gap(gap);
    this.#ask();
  }

  /** A gap that asking anew would not close does not come about here. */
  tell(): void {}

  fail(_code: string, words: string): void {
    this.#unsubscribe();
    this.#end(new FixError("bookMismatch", words));
  }

  /** Asks for the decimals where they are not known, and then for the book. */
  #ask(): void {
    // Between two connections: the next one asks.
    this.#id = this.#session.active ? crypto.randomUUID() : "";
    if (this.#id === "") return;
    const { symbol } = this.#subject;
    try {
      if (this.#precision === undefined) {
        this.#session.send(securityListRequest, {
          SecurityReqID: this.#id,
          SecurityListRequestType: SecurityListRequestType.Symbol,
          Symbol: symbol,
        });
      } else {
        this.#session.send(marketDataRequest, this.#request(SubscriptionRequestType.SnapshotPlusUpdates));
        this.#subscribed = true;
      }
    } catch (error) {
      this.#end(error as Error);
    }
  }

  #request(type: "1" | "2") {
    const { symbol, depth, aggregated } = this.#subject;
    return {
      MDReqID: this.#id,
      SubscriptionRequestType: type,
      MarketDepth: depth,
      MDUpdateType: "1",
      ...(aggregated ? {} : { AggregatedBook: false }),
      NoMDEntryTypes: [{ MDEntryType: MDEntryType.Bid }, { MDEntryType: MDEntryType.Offer }],
      NoRelatedSym: [{ Symbol: symbol }],
    } as const;
  }

  #unsubscribe(): void {
    const subscribed = this.#subscribed;
    this.#subscribed = false;
    this.#begun = false;
    if (!subscribed || !this.#session.active) return;
    try {
      this.#session.send(marketDataRequest, this.#request(SubscriptionRequestType.Unsubscribe));
    } catch {
      // With the connection the subscription is gone.
    }
    this.#id = "";
  }

  async #listen(): Promise<void> {
    try {
      for (;;) {
        const { value, done } = await this.#messages.next();
        if (done || this.#over) break;
        this.#heard(value);
      }
      this.#end(new FixError("closed", "the session has ended"));
    } catch (error) {
      this.#end(error as Error);
    }
  }

  #heard(message: Heard): void {
    switch (message.MsgType) {
      case "W":
      case "X":
        if (message.MDReqID !== this.#id) return;
        if (message.MsgType === "W") {
          this.#begun = true;
          this.#sink.acknowledged();
        }
        this.#sink.message(message, "");
        break;
      case "Y":
        if (message.MDReqID === this.#id) this.#refused(message.Text ?? `reason ${message.MDReqRejReason}`);
        break;
      case "j":
        if (message.BusinessRejectRefID === this.#id) this.#refused(message.Text ?? "");
        break;
      case "y":
        if (message.SecurityReqID === this.#id) this.#listed(message);
    }
  }

  #listed({ SecurityRequestResult: result, NoRelatedSym, LastFragment, Text }: SecurityList): void {
    const own = NoRelatedSym.find(({ Symbol: symbol }) => symbol === this.#subject.symbol);
    if (own !== undefined) {
      this.#precision = { price: own.PricePrecision, qty: own.QtyPrecision };
      this.#subject.learned(this.#precision);
      this.#ask();
    } else if (result !== SecurityRequestResult.ValidRequest || LastFragment !== false)
      this.#refused(Text ?? "the instrument is not listed");
  }

  async #watch(): Promise<void> {
    for (;;) {
      const { value: event, done } = await this.#events.next();
      if (done || this.#over) return;
      this.#happened(event);
    }
  }

  #happened(event: SessionEvent): void {
    if (event.kind === "disconnected") {
      this.#subscribed = false;
      this.#begun = false;
      // Every attempt to connect again that fails is told too, and the book is lost once.
      if (this.#id === "") return;
      this.#id = "";
      this.#sink.gap({
        reason: "reconnected",
        detail: "the connection was lost, and the subscription with it",
      });
    } else if (event.kind === "connected" && this.#id === "") this.#ask();
    else if (event.kind === "rejected" && event.reject.RefMsgType === marketDataRequest.msgType) {
      // It does not say which request. One that is answered already is not meant.
      if (this.#subscribed && !this.#begun) this.#refused(event.reject.Text ?? "");
    } else if (event.kind === "sequenceReset" && this.#begun) {
      const detail = `the exchange did not send messages ${event.from} to ${event.to - 1} again`;
      this.renew({ reason: "sequence", detail });
    }
  }

  #refused(raw: string): void {
    const code: FixErrorCode = "marketDataRefused";
    this.#end(new FixError(code, `the book of ${this.#subject.symbol} was refused: ${raw}`, { raw }));
  }

  #end(error: Error | undefined): void {
    if (this.#over) return;
    this.#over = true;
    void this.#messages.return?.();
    void this.#events.return?.();
    this.#sink.ended(error);
  }
}
