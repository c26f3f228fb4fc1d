import {
  getSubaccountTradingCapability,
  listSubaccounts,
  updateSubaccountTradingCapability,
} from "@x/futures-rest";
import type { FuturesState } from "../../state/futures/futures-state.ts";
import { CURRENCIES } from "../../state/futures/wallets.ts";
import { flexCurrencies, flexSummary } from "./account.ts";
import { answering } from "./handler.ts";

const NOT_FOUND = { error: "notFound", status: 404 } as const;

export const subaccountHandlers = [
  answering(listSubaccounts, (_request, { state }) => ({
    payload: {
      masterAccountUid: state.masterUid,
      subaccounts: [
        {
          accountUid: state.subaccountUid,
          email: "desk@example.com",
          fullName: "Sandbox Desk",
          holdingAccounts: CURRENCIES.map((currency) => ({
            currency,
            amount: Number(state.wallets.balance(state.subaccountUid, "cash", currency)),
          })),
          futuresAccounts: [],
          flexAccount: {
            currencies: flexCurrencies(state, state.subaccountUid),
            ...flexSummary(state, state.subaccountUid),
          },
        },
      ],
    },
  })),

  answering(getSubaccountTradingCapability, ({ params }, { state }) =>
    isSubaccount(params.subaccountUid, state)
      ? { body: { tradingEnabled: state.subaccountTrades } }
      : NOT_FOUND,
  ),

  answering(
    updateSubaccountTradingCapability,
    ({ params }, { state }) => {
      if (!isSubaccount(params.subaccountUid, state)) return NOT_FOUND;
      state.subaccountTrades = params.tradingEnabled;
      return { body: { tradingEnabled: state.subaccountTrades } };
    },
    { kinds: { tradingEnabled: "boolean" } },
  ),
];

function isSubaccount(uid: string, { subaccountUid }: FuturesState): boolean {
  return uid.toLowerCase() === subaccountUid;
}
