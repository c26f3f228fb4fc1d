import { framesV2, market } from "./market.ts";

/** Messages to be read, each kind in many variants of one shape, so that nothing can learn one text by heart. */
export const VARIANTS = 64;

/** A whole book of ten levels a side. */
export function bookFrames(): readonly string[] {
  return Array.from({ length: VARIANTS }, (_, seed) => framesV2(market(seed, 10, 1))[0] ?? "");
}

export function tickerFrames(): readonly string[] {
  return Array.from({ length: VARIANTS }, (_, at) =>
    flat({
      channel: "ticker",
      type: "update",
      data: [
        {
          symbol: "BTC/USD",
          bid: 45_283.5 + at,
          bid_qty: 1.2345 * (at + 1),
          ask: 45_285.2 + at,
          ask_qty: 0.001 * (at + 1),
          last: 45_284.1 + at,
          volume: 2_345.678_912 + at,
          vwap: 45_100.7 + at / 10,
          low: 44_000.1,
          high: 45_999.9 + at,
          change: -120.5 - at,
          change_pct: -0.27,
        },
      ],
    }),
  );
}

/** A fill with all that comes with one: 25 fields. */
export function executionFrames(): readonly string[] {
  return Array.from({ length: VARIANTS }, (_, at) =>
    flat({
      channel: "executions",
      type: "update",
      data: [
        {
          order_id: `OAAAAA-BBBBB-CCCC${at}`,
          cl_ord_id: `bench-${at}`,
          exec_id: `TAAAAA-BBBBB-CCCC${at}`,
          exec_type: "trade",
          trade_id: 7_000_000 + at,
          symbol: "BTC/USD",
          side: "sell",
          last_qty: 0.001 * (at + 1),
          last_price: 45_285.2 + at,
          liquidity_ind: "t",
          cost: 45.285_2 * (at + 1),
          order_userref: at,
          order_status: "partially_filled",
          order_type: "limit",
          order_qty: 1.5 + at,
          limit_price: 45_285.2 + at,
          cum_qty: 0.001 * (at + 1),
          cum_cost: 45.285_2 * (at + 1),
          avg_price: 45_285.2 + at,
          fee_usd_equiv: 0.117_74 * (at + 1),
          fee_ccy_pref: "fciq",
          fees: [{ asset: "USD", qty: 0.117_74 * (at + 1) }],
          time_in_force: "GTC",
          post_only: false,
          timestamp: "2026-03-01T10:00:00.000123Z",
        },
      ],
      sequence: 1_000 + at,
    }),
  );
}

/** In one piece, as text from a socket is. */
function flat(message: object): string {
  return Buffer.from(JSON.stringify(message)).toString();
}
