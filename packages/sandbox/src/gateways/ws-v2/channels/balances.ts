import { type BalancesMessage, type BalancesParams, balances } from "@x/ws-v2";
import type { Decimal } from "../../../engine/decimal.ts";
import { add } from "../../../engine/decimal.ts";
import type { BalanceChange } from "../../../engine/feed.ts";
import { seededRandom } from "../../../engine/random.ts";
import { type Exact, exactNumber } from "../../exact-json.ts";
import { spotId, userId } from "../../spot/spot-id.ts";
import { isoMicroseconds } from "../../time.ts";
import type { V2Channel } from "../channel.ts";

type Snapshot = Exact<Extract<BalancesMessage, { type: "snapshot" }>>;
type Update = Exact<Extract<BalancesMessage, { type: "update" }>>;
type Entry = Update["data"][number];

const channel = balances.name as "balances";

/** What the account has, then every entry of its ledger. */
export const balancesChannel: V2Channel = {
  descriptor: balances,
  open(params: BalancesParams, { exchange: { engine, spot } }, _market, session) {
    if (session === undefined) throw new Error(`${channel}: opened without a session`);
    const { account } = session;
    const shown = params.users === undefined;
    const snapshot = shown && (params.snapshot ?? true);
    const user = shown ? {} : { user: userId(account) };
    return {
      key: channel,
      variant: "",
      acknowledged: { channel, snapshot },
      ended: { channel },
      start(send) {
        let sequence = 0;
        const push = (message: Omit<Snapshot, "sequence"> | Omit<Update, "sequence">) => {
          sequence += 1;
          send(JSON.stringify({ ...message, sequence }));
        };
        if (snapshot) {
          const data = spot.balances.list(account).map(({ asset, balance }) => printBalance(asset, balance));
          push({ channel, type: "snapshot", data });
        }
        return engine.feed.on("balance", (change) => {
          if (change.account !== account) return;
          push({ channel, type: "update", data: [{ ...printEntry(change), ...user }] });
        });
      },
    };
  },
};

function printBalance(asset: string, balance: Decimal): Snapshot["data"][number] {
  return {
    asset,
    asset_class: "currency",
    balance: exactNumber(balance),
    wallets: [{ type: "spot", id: "main", balance: exactNumber(balance) }],
  };
}

function printEntry(change: BalanceChange): Entry {
  const { account, id, asset, amount, fee, balance, at, fill } = change;
  return {
    // The same for whoever hears of the same entry.
    ledger_id: spotId("L", seededRandom(`${account} ledger ${id}`)),
    ref_id: fill?.id ?? spotId("L", seededRandom(`${account} ledger reference ${id}`)),
    timestamp: isoMicroseconds(at),
    ...kindOf(change),
    asset,
    asset_class: "currency",
    wallet_type: "spot",
    wallet_id: "main",
    amount: exactNumber(add(amount, fee)),
    fee: exactNumber(fee),
    balance: exactNumber(balance),
  };
}

function kindOf({ cause, fill, amount }: BalanceChange): Pick<Entry, "type" | "subtype" | "category"> {
  if (cause === "transfer") {
    return { type: cause, subtype: amount.startsWith("-") ? "spottofutures" : "spotfromfutures" };
  }
  if (cause !== "trade") return { type: cause, category: cause };
  return fill?.order.margin === true
    ? { type: "margin", category: "margin-trade" }
    : { type: "trade", category: "trade" };
}
