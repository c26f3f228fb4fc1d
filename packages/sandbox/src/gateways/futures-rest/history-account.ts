import {
  accountLog,
  accountLogCsv,
  getExecutionEvents,
  getPositionEvents,
  type HistoricalPositionUpdate,
} from "@x/futures-rest";
import type { FuturesState } from "../../state/futures/futures-state.ts";
import type { BookedExecution, PositionEvent } from "../../state/futures/ledger.ts";
import { plain, round8 } from "../../state/futures/number.ts";
import { eventPage, PAGE_KINDS } from "./event-page.ts";
import { answering } from "./handler.ts";
import { BAD_TOKEN, privatePage } from "./history-orders.ts";

const LOG_COUNT = 500;
const MOST_LOG = 100_000;

export const accountHistoryHandlers = [
  answering(
    getExecutionEvents,
    ({ params }, { state, serverTime }) => {
      const market = params.tradeable?.toUpperCase();
      const page = eventPage(state.ledger.executions, params, ({ symbol }) => (market ?? symbol) === symbol);
      if (page === undefined) return BAD_TOKEN;
      const elements = page.found.map((execution) => executionElement(execution, state));
      return {
        body: { ...privatePage(state.masterUid, serverTime, page.token), len: elements.length, elements },
      };
    },
    { kinds: PAGE_KINDS },
  ),

  answering(
    getPositionEvents,
    ({ params }, { state, serverTime }) => {
      const market = params.tradeable?.toUpperCase();
      const changes = chosen(params, CHANGE_FILTERS);
      const causes = chosen(params, CAUSE_FILTERS);
      const page = eventPage(state.ledger.positionEvents, params, (event) => {
        const { positionChange, updateReason } = positionUpdate(event, state);
        if (market !== undefined && event.symbol !== market) return false;
        return (changes?.has(positionChange) ?? true) && (causes?.has(updateReason) ?? true);
      });
      if (page === undefined) return BAD_TOKEN;
      const elements = page.found.map((event) => ({
        uid: state.uid("position", event.symbol, event.at, event.kind),
        timestamp: event.at,
        event: { PositionUpdate: positionUpdate(event, state) },
      }));
      return {
        body: { ...privatePage(state.masterUid, serverTime, page.token), len: elements.length, elements },
      };
    },
    {
      kinds: {
        ...PAGE_KINDS,
        opened: "boolean",
        closed: "boolean",
        increased: "boolean",
        decreased: "boolean",
        reversed: "boolean",
        no_change: "boolean",
        trades: "boolean",
        funding_realization: "boolean",
        settlement: "boolean",
      },
    },
  ),

  answering(
    accountLog,
    ({ params }, { state }) => {
      const {
        since = 0,
        before = Infinity,
        from = 1,
        to = Infinity,
        sort = "desc",
        info,
        count = LOG_COUNT,
      } = params;
      const kinds: readonly string[] | undefined = info;
      const logged = state.ledger.log
        .all()
        .filter(({ at }) => at >= since && at <= before)
        .map(({ entry }) => entry)
        .filter((entry) => entry.id >= from && entry.id <= to && (kinds?.includes(entry.info) ?? true));
      const sorted = sort === "asc" ? logged : logged.reverse();
      return { body: { accountUid: state.masterUid, logs: sorted.slice(0, Math.min(count, MOST_LOG)) } };
    },
    {
      kinds: {
        since: "number",
        before: "number",
        from: "number",
        to: "number",
        count: "number",
        info: "list",
        conversion_details: "boolean",
      },
    },
  ),

  answering(
    accountLogCsv,
    (_request, { state }) => {
      const rows = state.ledger.log
        .all()
        .map(({ entry }) => entry)
        .reverse()
        .map(({ booking_uid, date, margin_account, info, asset, contract, old_balance, new_balance }) =>
          [
            booking_uid,
            date.slice(0, 19).replace("T", " "),
            margin_account,
            info,
            asset,
            contract ?? "",
            plain(round8(new_balance - old_balance)),
            plain(new_balance),
          ].join(","),
        );
      const head = "uid,dateTime,account,type,symbol,contract,change,new balance";
      return { body: `${[head, ...rows].join("\n")}\n` };
    },
    { kinds: { conversion_details: "boolean" } },
  ),
];

const CHANGE_FILTERS = {
  opened: "open",
  closed: "close",
  increased: "increase",
  decreased: "decrease",
  reversed: "reverse",
  no_change: "noChange",
} as const;
const CAUSE_FILTERS = {
  trades: "trade",
  funding_realization: "fundingRealisation",
  settlement: "settlement",
} as const;

/** The values that filters of one kind let through; nothing if none of them is used. */
function chosen(params: object, filters: Readonly<Record<string, string>>): ReadonlySet<string> | undefined {
  const used = Object.entries(filters).filter(([name]) => (params as Record<string, unknown>)[name] === true);
  return used.length === 0 ? undefined : new Set(used.map(([, value]) => value));
}

function executionElement(execution: BookedExecution, state: FuturesState) {
  const { uid, orderUid, clientId, symbol, side, size, price, mark, role, at, fee, feePercent, step } =
    execution;
  return {
    uid: state.uid("execution", uid),
    timestamp: at,
    event: {
      Execution: {
        execution: {
          uid,
          order: {
            uid: orderUid,
            accountUid: state.masterUid,
            tradeable: symbol,
            direction: side === "buy" ? "Buy" : "Sell",
            quantity: plain(size),
            filled: "0",
            timestamp: at,
            limitPrice: plain(price),
            orderType: role === "maker" ? "Post" : "IoC",
            clientId: clientId ?? "",
            reduceOnly: false,
            lastUpdateTimestamp: at,
            spotData: null,
          },
          timestamp: at,
          quantity: plain(size),
          price: plain(price),
          markPrice: plain(mark),
          executionType: role,
          limitFilled: role === "maker",
          usdValue: plain(size * price),
          orderData: {
            fee: plain(fee),
            positionSize: plain(step.new.size),
            feeCalculationInfo: [
              {
                percentageFee: plain(feePercent),
                userFeeDiscountApplied: null,
                marketShareRebateCredited: null,
              },
            ],
            realizedPnl: plain(step.realized),
          },
        },
        takerReducedQuantity: "",
      },
    },
  };
}

function positionUpdate(event: PositionEvent, { masterUid }: FuturesState): HistoricalPositionUpdate {
  const { at, symbol } = event;
  const common = { accountUid: masterUid, tradeable: symbol, timestamp: at };
  if (event.kind === "funding") {
    const { size, entry, paid } = event;
    return {
      ...common,
      oldPosition: plain(size),
      oldAverageEntryPrice: plain(entry),
      newPosition: plain(size),
      newAverageEntryPrice: plain(entry),
      positionChange: "noChange",
      fundingRealizationTime: at,
      realizedFunding: plain(paid),
      updateReason: "fundingRealisation",
    };
  }
  const { uid, price, size, fee, cause, step } = event.execution;
  return {
    ...common,
    oldPosition: plain(step.old.size),
    oldAverageEntryPrice: step.old.size === 0 ? null : plain(step.old.entry),
    newPosition: plain(step.new.size),
    newAverageEntryPrice: plain(step.new.entry),
    fillTime: at,
    fee: plain(fee),
    feeCurrency: "USD",
    realizedPnL: plain(step.realized),
    positionChange: step.change,
    executionUid: uid,
    executionPrice: plain(price),
    executionSize: plain(size),
    tradeType: cause ?? "userExecution",
    updateReason: "trade",
  };
}
