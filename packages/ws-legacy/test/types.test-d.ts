import { expectTypeOf } from "vitest";
import {
  type AddOrderResult,
  addOrder,
  book,
  type CancelOrderResult,
  cancelOrder,
  connect,
  type Decimal,
  type OpenOrdersMessage,
  openOrders,
  type Subscription,
  systemStatus,
  WsLegacyError,
  type WsLegacyErrorCode,
} from "../src/index.ts";

// Checked by `npm run typecheck`; never run.

const ws = connect({ token: "t" });

expectTypeOf(ws.call(cancelOrder, { txid: ["O"] })).resolves.toEqualTypeOf<CancelOrderResult>();
const order = { ordertype: "limit", type: "buy", pair: "XBT/USD", volume: "1.0", price: "9000" } as const;
expectTypeOf(ws.call(addOrder, order)).resolves.toEqualTypeOf<AddOrderResult>();

// @ts-expect-error the orders to cancel are named
void ws.call(cancelOrder, {});
// @ts-expect-error a list, not one id
void ws.call(cancelOrder, { txid: "O" });
// @ts-expect-error amounts are exact text, not numbers
void ws.call(addOrder, { ...order, volume: 1 });
// @ts-expect-error what we send is closed
void ws.call(addOrder, { ...order, ordertype: "iceberg" });
// @ts-expect-error the client supplies the token
void ws.call(cancelOrder, { txid: ["O"], token: "t" });
// @ts-expect-error system status comes by itself
void ws.subscribe(systemStatus, {});

expectTypeOf(ws.subscribe(openOrders, {})).toEqualTypeOf<Subscription<OpenOrdersMessage>>();
for await (const [orders, channel, { sequence }] of ws.subscribe(openOrders, { ratecounter: true })) {
  expectTypeOf(channel).toEqualTypeOf<"openOrders">();
  expectTypeOf(sequence).toEqualTypeOf<number>();
  const report = orders[0]?.O;
  expectTypeOf(report?.vol).toEqualTypeOf<Decimal | undefined>();
  expectTypeOf(report?.refid).toEqualTypeOf<string | null | undefined>();
}

for await (const message of ws.subscribe(book, { pair: ["XBT/USD"], depth: 10 })) {
  // Its length tells whether both sides changed.
  if (message.length === 5) expectTypeOf(message[2].b[0]?.[0]).toEqualTypeOf<Decimal | undefined>();
  else if ("as" in message[1]) expectTypeOf(message[1].bs).toEqualTypeOf<[Decimal, Decimal, Decimal][]>();
}
// @ts-expect-error pairs are a list
void ws.subscribe(book, { pair: "XBT/USD" });

export function explain(error: unknown): WsLegacyErrorCode | undefined {
  return WsLegacyError.is(error) ? error.code : undefined;
}
