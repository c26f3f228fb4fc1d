import {
  checkV3ApiKey,
  getAccounts,
  getFills,
  getOpenPositions,
  getUnwindQueue,
  getUserFeeScheduleVolumesV3,
} from "@x/futures-rest";
import type { FuturesState } from "../../state/futures/futures-state.ts";
import { FEE_SCHEDULE } from "../../state/futures/listing.ts";
import { round8, sum } from "../../state/futures/number.ts";
import { CURRENCIES } from "../../state/futures/wallets.ts";
import { isoMilliseconds } from "../time.ts";
import { answering } from "./handler.ts";

const MOST_FILLS = 100;
const FILL_TYPE = { liquidation: "liquidation", assignment: "assignor" } as const;
const MONTH = 30 * 86_400_000;

export const accountHandlers = [
  answering(getAccounts, (_request, { state }) => ({
    payload: {
      accounts: Object.assign(marginAccounts(), {
        cash: {
          type: "cashAccount" as const,
          balances: Object.fromEntries(
            CURRENCIES.map((currency) => [
              currency,
              state.wallets.balance(state.masterUid, "cash", currency),
            ]),
          ),
        },
        flex: {
          type: "multiCollateralMarginAccount" as const,
          currencies: Object.fromEntries(
            flexCurrencies(state, state.masterUid).map(({ currency, ...rest }) => [
              currency.toUpperCase(),
              rest,
            ]),
          ),
          ...flexSummary(state, state.masterUid),
          upnlInterestRate: null,
        },
      }),
    },
  })),

  answering(getOpenPositions, (_request, { state }) => ({
    payload: {
      openPositions: state.ledger.positions.open().map(({ symbol, size, entry, filledAt }) => ({
        symbol,
        side: size > 0 ? "long" : "short",
        size: Math.abs(size),
        price: entry,
        fillTime: isoMilliseconds(filledAt),
        unrealizedPnl: state.margin.unrealized(symbol),
        unrealizedFunding: 0,
        pnlCurrency: state.preferences.pnlCurrency.get(symbol) ?? "USD",
        maxFixedLeverage: state.preferences.leverage.get(symbol) ?? null,
      })),
    },
  })),

  answering(getUnwindQueue, (_request, { state }) => ({
    payload: {
      queue: state.ledger.positions
        .open()
        .map(({ symbol }) => ({ symbol, percentile: state.margin.unrealized(symbol) > 0 ? 80 : 20 })),
    },
  })),

  answering(getFills, ({ params: { lastFillTime } }, { state }) => {
    const before = lastFillTime === undefined ? Infinity : Date.parse(lastFillTime);
    if (Number.isNaN(before)) return { error: "invalidArgument: lastFillTime" };
    const fills = state.ledger.executions
      .all()
      .filter(({ at }) => at < before)
      .slice(-MOST_FILLS)
      .reverse();
    return {
      payload: {
        fills: fills.map(
          ({ uid, orderUid, clientId, symbol, side, size, price, at, role, cause, number, step }) => ({
            fill_id: uid,
            order_id: orderUid,
            ...(clientId !== null && { cliOrdId: clientId }),
            symbol,
            side,
            size,
            price,
            fillTime: isoMilliseconds(at),
            fillType: cause === undefined ? role : FILL_TYPE[cause],
            realized_pnl: step.realized,
            sequence_id: String(number),
          }),
        ),
      },
    };
  }),

  answering(getUserFeeScheduleVolumesV3, (_request, { state, clock }) => {
    const since = clock.now() - MONTH;
    const traded = state.ledger.executions.all().filter(({ at }) => at > since);
    return {
      payload: {
        volumesByFeeSchedule: { [FEE_SCHEDULE]: sum(traded.map(({ size, price }) => size * price)) },
      },
    };
  }),

  answering(checkV3ApiKey, (_request, { state, key }) => {
    const permission = key?.permission ?? "full";
    const general = {
      none: "NO_ACCESS",
      "read-only": "READ_ONLY",
      full: "FULL_ACCESS",
      withdrawal: "FULL_ACCESS",
    };
    return {
      body: {
        apiKey: key?.apiKey ?? "",
        accountUid: state.masterUid,
        iiban: null,
        createdAt: isoMilliseconds(state.startedAt),
        permissions: {
          general: general[permission],
          transfer: permission === "withdrawal" ? "FULL_ACCESS" : "NO_ACCESS",
        },
        allowedCidrBlock: null,
        allowedCidrBlocks: [],
      },
    };
  }),
];

/** Wallets of single-collateral markets, of which there are none. */
function marginAccounts(): Record<string, never> {
  return {};
}

/** The flex wallet by currency. */
export function flexCurrencies(state: FuturesState, user: string) {
  return CURRENCIES.map((currency) => {
    const quantity = Number(state.wallets.balance(user, "flex", currency));
    const value = round8(quantity * state.margin.price(currency));
    const available = Number(state.margin.free(user, "flex", currency));
    return { currency, quantity, value, collateral: value, available };
  });
}

/** The flex wallet as a whole; collateral is taken at its full value. */
export function flexSummary(state: FuturesState, user: string) {
  const { balanceValue, pnl, ...margins } = state.margin.summary(user);
  const portfolioValue = round8(balanceValue + pnl);
  return {
    ...margins,
    balanceValue,
    portfolioValue,
    collateralValue: balanceValue,
    pnl,
    unrealizedFunding: 0,
    totalUnrealized: pnl,
    totalUnrealizedAsMargin: pnl,
    marginEquity: portfolioValue,
  };
}
