import {
  FixError,
  type FixSession,
  marketDataRequest,
  securityListRequest,
  tradingSessionStatusRequest,
} from "@x/fix";
import type { Exchange } from "../gateway.ts";
import type { FixEndpoint } from "./endpoints.ts";
import { MarketDataDesk } from "./market-data-request.ts";
import { SecurityDesk } from "./security-list-request.ts";
import { StatusDesk } from "./trading-session-status-request.ts";

/** Answers requests for market data. What was subscribed to ends with the connection. */
export function serveMarketData(
  session: FixSession,
  { venue, serves }: FixEndpoint,
  { engine }: Exchange,
): void {
  const books = new MarketDataDesk(session, engine, venue, serves === "orders-of-books");
  const securities = new SecurityDesk(session, engine, venue);
  const status = new StatusDesk(session, engine);
  session.closed.then(() => {
    for (const desk of [books, securities, status]) desk.close();
  });
  const answerAll = async (): Promise<void> => {
    for await (const request of session.messages(marketDataRequest, securityListRequest)) {
      if (request.MsgType === "V") books.request(request);
      else securities.request(request);
    }
  };
  const answerStatus = async (): Promise<void> => {
    for await (const request of session.messages(tradingSessionStatusRequest)) status.request(request);
  };
  // Derivatives have no such request: nobody reads it there, and the session refuses it.
  for (const answering of [answerAll(), ...(venue === "spot" ? [answerStatus()] : [])]) {
    answering.catch((error: unknown) => {
      // A session that ends in disorder ends the iteration with its error; `closed` has dealt with it.
      if (!(error instanceof FixError)) throw error;
    });
  }
}
