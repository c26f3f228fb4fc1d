import type { Fault } from "@x/core";
import { subAccountTransfer, transfer, withdrawal } from "@x/futures-rest";
import { type Decimal, parseDecimal, subtract } from "../../engine/decimal.ts";
import { uuid } from "../../engine/order-id.ts";
import { currencyOf, type WalletName, type WalletPlace } from "../../state/futures/wallets.ts";
import type { FuturesExchange, Refused } from "./handler.ts";
import { answering } from "./handler.ts";

export const transferHandlers = [
  answering(
    transfer,
    ({ params, exact }, exchange) => {
      const { masterUid: user } = exchange.state;
      const from = { user, wallet: params.fromAccount };
      const to = { user, wallet: params.toAccount };
      return move(exchange, from, to, params.unit, exact.amount ?? "0") ?? { payload: {} };
    },
    { kinds: { amount: "number" }, answerFault: badAmount },
  ),

  answering(subAccountTransfer, ({ params }, exchange) => {
    const from = { user: params.fromUser, wallet: params.fromAccount };
    const to = { user: params.toUser, wallet: params.toAccount };
    const amount = parseDecimal(params.amount);
    if (amount === undefined) return { error: "invalidAmount" };
    return move(exchange, from, to, params.unit, amount) ?? { payload: {} };
  }),

  answering(
    withdrawal,
    ({ params, exact }, exchange) => {
      const { state } = exchange;
      const from = { user: state.masterUid, wallet: params.sourceWallet ?? "cash" };
      const refused = move(exchange, from, undefined, params.currency, exact.amount ?? "0");
      return refused ?? { payload: { uid: uuid(state.random) } };
    },
    { kinds: { amount: "number" }, answerFault: badAmount },
  ),
];

/** An amount that is no number, or none to move. A missing one is a missing parameter like any other. */
function badAmount({ path, actual }: Fault): Refused | undefined {
  return path === "/amount" && actual !== "nothing" ? { error: "invalidAmount" } : undefined;
}

/** Moves an amount out of a wallet and into another, or away. */
function move(
  { state, clock }: FuturesExchange,
  from: WalletPlace,
  to: WalletPlace | undefined,
  unit: string,
  amount: Decimal,
): Refused | undefined {
  const { wallets, masterUid, margin, ledger } = state;
  if (to !== undefined && (!wallets.has(to) || (to.user === from.user && to.wallet === from.wallet))) {
    return { error: "invalidAccount" };
  }
  const refused = wallets.refuse(from, unit, amount, (currency) =>
    margin.free(from.user, from.wallet as WalletName, currency),
  );
  const currency = currencyOf(unit);
  if (refused !== undefined || currency === undefined) return { error: refused ?? "invalidUnit" };
  const kind =
    to === undefined ? "cross-exchange transfer" : to.user === from.user ? "transfer" : "subaccount transfer";
  const book = ({ user, wallet }: WalletPlace, change: Decimal) => {
    // The log is that of the account; subaccounts have their own, which nobody here can ask for.
    if (user === masterUid) ledger.transfer(wallet as WalletName, currency, change, clock.now(), kind);
    else wallets.book(user, wallet as WalletName, currency, change);
  };
  book(from, subtract("0", amount));
  if (to !== undefined) book(to, amount);
  return undefined;
}
