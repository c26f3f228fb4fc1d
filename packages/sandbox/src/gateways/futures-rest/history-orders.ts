import { getOrderEvents, getTriggerEvents } from "@x/futures-rest";
import type { OrderEvent } from "../../state/futures/order-journal.ts";
import { eventPage, PAGE_KINDS, type PageParams } from "./event-page.ts";
import { answering } from "./handler.ts";
import { orderElement, triggerElement } from "./historical-json.ts";

const KINDS = { ...PAGE_KINDS, opened: "boolean", closed: "boolean" } as const;
export const BAD_TOKEN = { error: "invalidArgument: continuation_token" } as const;

interface Filter extends PageParams {
  readonly tradeable?: string;
  readonly opened?: boolean;
  readonly closed?: boolean;
}

export const orderHistoryHandlers = [
  answering(
    getOrderEvents,
    ({ params }, { state, serverTime }) => {
      const page = eventPage(state.journal.orders, params, wanted(params));
      if (page === undefined) return BAD_TOKEN;
      const elements = page.found.map((event) => orderElement(event, state));
      return {
        body: { ...privatePage(state.masterUid, serverTime, page.token), len: elements.length, elements },
      };
    },
    { kinds: KINDS },
  ),

  answering(
    getTriggerEvents,
    ({ params }, { state, serverTime }) => {
      const page = eventPage(state.journal.triggers, params, wanted(params));
      if (page === undefined) return BAD_TOKEN;
      const elements = page.found.map((event) => triggerElement(event, state));
      return {
        body: { ...privatePage(state.masterUid, serverTime, page.token), len: elements.length, elements },
      };
    },
    { kinds: KINDS },
  ),
];

/** What every page of the account's own history says beside its elements. */
export function privatePage(accountUid: string, serverTime: string, continuationToken: string | undefined) {
  return { accountUid, serverTime, ...(continuationToken !== undefined && { continuationToken }) };
}

function wanted({ tradeable, opened, closed }: Filter): (event: OrderEvent) => boolean {
  return ({ order, kind }) => {
    if (tradeable !== undefined && order.symbol !== tradeable.toUpperCase()) return false;
    const chosen = opened === true || closed === true;
    if (kind === "placed") return opened ?? !chosen;
    if (kind === "cancelled" || kind === "filled") return closed ?? !chosen;
    return !chosen;
  };
}
