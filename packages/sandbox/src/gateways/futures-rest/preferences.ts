import {
  getLeverageSetting,
  getPnlCurrencyPreference,
  getSelfTradeStrategy,
  setLeverageSetting,
  setPnlCurrencyPreference,
  setSelfTradeStrategy,
} from "@x/futures-rest";
import { answering } from "./handler.ts";

const PNL_CURRENCIES: readonly string[] = ["USD", "EUR", "GBP", "USDC", "USDT", "BTC", "ETH"];

export const preferenceHandlers = [
  answering(getPnlCurrencyPreference, (_request, { state }) => ({
    payload: {
      preferences: [...state.preferences.pnlCurrency].map(([symbol, pnlCurrency]) => ({
        symbol,
        pnlCurrency,
      })),
    },
  })),

  answering(setPnlCurrencyPreference, ({ params: { symbol, pnlPreference } }, { state }) => {
    const listing = state.listing(symbol);
    if (listing?.type !== "flexible_futures") return unknownMarket(listing !== undefined);
    const currency = pnlPreference.toUpperCase();
    if (!PNL_CURRENCIES.includes(currency)) return { error: "invalidArgument: pnlPreference" };
    state.preferences.pnlCurrency.set(listing.market.symbol, currency);
    return { payload: {} };
  }),

  answering(getLeverageSetting, (_request, { state }) => ({
    payload: {
      leveragePreferences: [...state.preferences.leverage].map(([symbol, maxLeverage]) => ({
        symbol,
        maxLeverage,
      })),
    },
  })),

  answering(
    setLeverageSetting,
    ({ params: { symbol, maxLeverage } }, { state }) => {
      const listing = state.listing(symbol);
      if (listing?.type !== "flexible_futures") return unknownMarket(listing !== undefined);
      const { leverage } = state.preferences;
      const before = leverage.get(listing.market.symbol);
      if (maxLeverage === undefined) leverage.delete(listing.market.symbol);
      else if (maxLeverage < 1 || maxLeverage > 50) return { error: "invalidArgument: maxLeverage" };
      else leverage.set(listing.market.symbol, maxLeverage);
      state.rebind(listing.market);
      if (state.margin.summary(state.masterUid).availableMargin < 0) {
        if (before === undefined) leverage.delete(listing.market.symbol);
        else leverage.set(listing.market.symbol, before);
        state.rebind(listing.market);
        return { error: "Would cause liquidation", status: 400, number: 41 };
      }
      return { payload: {} };
    },
    { kinds: { maxLeverage: "number" } },
  ),

  answering(getSelfTradeStrategy, (_request, { state }) => ({
    payload: { strategy: state.preferences.selfTrade },
  })),

  answering(setSelfTradeStrategy, ({ params: { strategy } }, { state }) => {
    state.preferences.selfTrade = strategy;
    return { payload: { strategy } };
  }),
];

function unknownMarket(exists: boolean) {
  return exists
    ? { error: "Not a multi-collateral market", status: 400, number: 88 }
    : { error: "Unknown market", status: 400, number: 87 };
}
