import {
  type AmendOrderParams,
  type AmendOrderResult,
  amendOrder,
  type EditOrderParams,
  type EditOrderResult,
  editOrder,
} from "@x/ws-legacy";
import { type Decimal, parseDecimal } from "../../engine/decimal.ts";
import type { GivenPrice, Order } from "../../engine/order.ts";
import { amendOrder as amend, type Edit, editOrder as edit } from "../spot/change-order.ts";
import { refuseDeadline } from "../spot/deadline.ts";
import { openOrder } from "../spot/named-orders.ts";
import { REFUSAL_TEXT } from "../spot/refusal-text.ts";
import { amendId } from "../spot/spot-id.ts";
import type { LegacyHandler } from "./handler.ts";
import { describeOrder } from "./open-order.ts";
import { compactPair, isUpward, readPrice } from "./price.ts";

const UNKNOWN = { error: "EOrder:Unknown order" };

export const amendOrderHandler: LegacyHandler<AmendOrderParams, AmendOrderResult> = {
  descriptor: amendOrder,
  handle(params, caller, { engine, clock, random }) {
    const { txid, cl_ord_id, pair } = params;
    const late = refuseDeadline(params.deadline, clock.now());
    if (late !== undefined) return { error: late };
    const order = openOrder(engine, caller.account, { id: txid, clientId: cl_ord_id });
    if (order === undefined) return UNKNOWN;
    if (pair !== undefined && engine.markets.find("spot", pair) !== order.market) {
      return { error: `Currency pair not supported ${pair}` };
    }
    const read = readTexts(params, order);
    if (typeof read === "string") return { error: read };
    const error = amend(engine, caller, order, {
      quantity: read.decimals.volume,
      displayQuantity: read.decimals.display_volume,
      price: read.prices.limit_price,
      trigger: read.prices.trigger_price,
      postOnly: params.post_only,
    });
    if (error !== undefined) return { error };
    return {
      result: {
        amend_id: amendId(random),
        ...(txid !== undefined && { txid }),
        ...(cl_ord_id !== undefined && { cl_ord_id }),
      },
    };
  },
};

export const editOrderHandler: LegacyHandler<EditOrderParams, EditOrderResult> = {
  descriptor: editOrder,
  handle(params, caller, { engine }) {
    const market = engine.markets.find("spot", params.pair);
    if (market === undefined) return { error: `Currency pair not supported ${params.pair}` };
    const order = openOrder(engine, caller.account, { id: params.orderid });
    if (order === undefined || order.market !== market) return UNKNOWN;
    if (order.filled !== "0") return { error: REFUSAL_TEXT["not-amendable"] };
    const read = readTexts(params, order);
    if (typeof read === "string") return { error: read };
    const edited = edit(engine, caller, order, editOf(params, order, read));
    if ("error" in edited) return edited;
    return {
      result: {
        descr: describeOrder(edited.order, compactPair(market)),
        originaltxid: params.orderid,
        ...(params.validate !== true && { txid: edited.order.id }),
      },
    };
  },
};

const DECIMALS = ["volume", "display_volume"] as const;
const PRICES = ["limit_price", "trigger_price", "price", "price2"] as const;

interface Texts {
  readonly decimals: { readonly [Name in (typeof DECIMALS)[number]]?: Decimal };
  readonly prices: { readonly [Name in (typeof PRICES)[number]]?: GivenPrice };
}

/** Reads the numbers of a change; a text is the refusal of one that is none. */
function readTexts(params: object, { type, side }: Order): Texts | string {
  const given = params as { readonly [name: string]: string | undefined };
  const decimals: { [name: string]: Decimal } = {};
  const prices: { [name: string]: GivenPrice } = {};
  for (const name of DECIMALS) {
    const text = given[name];
    if (text === undefined) continue;
    const value = parseDecimal(text);
    if (value === undefined) return `EGeneral:Invalid arguments:${name}`;
    decimals[name] = value;
  }
  for (const name of PRICES) {
    const text = given[name];
    if (text === undefined) continue;
    const value = readPrice(text, isUpward(type, side));
    if (value === undefined) return `EGeneral:Invalid arguments:${name}`;
    prices[name] = value;
  }
  return { decimals, prices };
}

/** Triggered orders name their trigger first and their limit second. */
function editOf(params: EditOrderParams, { trigger }: Order, { decimals, prices }: Texts): Edit {
  const price = trigger === undefined ? prices.price : prices.price2;
  return {
    ...(decimals.volume !== undefined && { quantity: decimals.volume }),
    ...(price !== undefined && { price }),
    ...(trigger !== undefined &&
      prices.price !== undefined && { trigger: { signal: trigger.signal, given: prices.price } }),
    ...(params.oflags !== undefined && { postOnly: params.oflags === "post" }),
    ...(params.newuserref !== undefined && { userref: Number(params.newuserref) }),
    ...(params.validate !== undefined && { validateOnly: params.validate }),
  };
}
