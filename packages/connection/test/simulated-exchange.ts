import type { Frame } from "./fake-dialect.ts";
import type { Random } from "./random.ts";

interface Sent {
  readonly do: string;
  readonly id: number;
  readonly channel?: string;
  readonly token?: string;
  readonly params?: {
    readonly items?: readonly string[];
    readonly orders?: readonly string[];
    readonly every?: number;
    readonly snapshot?: boolean;
    readonly handle?: number;
  };
}

interface Followed {
  readonly name: string;
  readonly item: string | undefined;
  readonly every: number | undefined;
  /** The number of its last message. */
  n: number;
}

/** The exchange's side of a connection: it answers sooner, later, twice, wrong or never. */
export class SimulatedExchange {
  connected = false;
  /** The handles of calls it has seen. */
  readonly seen = new Set<number>();
  /** What it has done of each of them: items, orders, or the call itself. */
  readonly done = new Map<number, Set<string>>();
  readonly followed = new Map<string, Followed>();
  readonly #random: Random;
  #mail: { readonly at: number; readonly text: string }[] = [];
  #value = 0;
  #tokens = 0;
  #calm = false;
  #frozen = false;

  constructor(random: Random) {
    this.#random = random;
  }

  connect(): void {
    this.connected = true;
    this.#frozen = false;
  }

  cut(): void {
    this.connected = false;
    this.#mail = [];
    this.followed.clear();
  }

  /** From now on it does what it should; a frozen connection stays frozen. */
  calm(): void {
    this.#calm = true;
  }

  /** The connection is half open: nothing comes any more. */
  freeze(): void {
    this.#frozen = true;
  }

  /** Loses a message of each subscription that counts them. */
  falsify(): void {
    for (const each of this.followed.values()) each.n += 1;
  }

  /** Ends a subscription by itself. */
  end(): string | undefined {
    const [key, each] = this.#pick() ?? [];
    // It does not end what it has not yet acknowledged.
    if (!each || key === undefined || this.#frozen || this.#mail.length > 0) return undefined;
    this.followed.delete(key);
    const error = this.#random.pick(["Token is expired", "EService:Unavailable"]);
    return JSON.stringify({ ended: wireName(each.name), item: each.item, error });
  }

  grant(): string {
    this.#tokens += 1;
    return `token-${this.#tokens}`;
  }

  next(): number {
    return this.#mail[0]?.at ?? Number.POSITIVE_INFINITY;
  }

  take(): string | undefined {
    const text = this.#mail.shift()?.text;
    return this.#frozen ? undefined : text;
  }

  /** A message of something it believes to be followed; now and then the last one again, or one that does not fit. */
  speak(_now: number): string | undefined {
    const [, each] = this.#pick() ?? [];
    if (!each || this.#frozen) return this.#frozen ? undefined : '{"beat":true}';
    const { name, item, every } = each;
    if (this.#calm || !this.#random.chance(0.05)) each.n += 1;
    this.#value += 1;
    const value = !this.#calm && this.#random.chance(0.01) ? "misfit" : this.#value;
    return JSON.stringify({ channel: wireName(name), item, every, n: each.n, value });
  }

  receive(text: string, now: number): void {
    const sent = JSON.parse(text) as Sent;
    const { handle, items } = sent.params ?? {};
    if (sent.do !== "subscribe" && sent.do !== "unsubscribe" && handle !== undefined) this.seen.add(handle);
    if (sent.do === "ping") {
      this.#post(now, { id: sent.id });
      return;
    }
    // A token is the whole request's, not an item's.
    const stale = sent.token !== undefined && this.#wrong(0.08);
    if (stale) this.#post(now, { id: sent.id, error: "EAPI:Invalid token" });
    else for (const item of items ?? [undefined]) this.#do(sent, item, now);
  }

  #do(sent: Sent, item: string | undefined, now: number): void {
    // A request may be lost with all it asks for, or only its answer.
    if (this.#wrong(0.08)) return;
    const error = this.#wrong(0.12)
      ? this.#random.pick(["EOrder:No", "EService:Deadline elapsed", "EService:Unavailable"])
      : undefined;
    // Refusals need not name their item.
    const named = error === undefined || this.#random.chance(0.5) ? item : undefined;
    const quiet = this.#wrong(0.08);
    if (error === undefined && sent.channel !== undefined) this.#follow(sent, sent.channel, item, now, quiet);
    if (sent.channel === undefined) this.#carryOut(sent.params, item, error);
    if (this.#wrong(0.08)) return;
    const value = this.#wrong(0.05) ? "misfit" : sent.id;
    this.#post(
      now,
      error === undefined ? { id: sent.id, item: named, value } : { id: sent.id, item: named, error },
    );
  }

  /** Where one of many orders is refused, the others may stand. */
  #carryOut(
    { handle = 0, orders }: Sent["params"] & object = {},
    item: string | undefined,
    error?: string,
  ): void {
    const done = this.done.get(handle) ?? new Set();
    this.done.set(handle, done);
    if (error === undefined) for (const each of orders ?? [item ?? "itself"]) done.add(each);
    else if (error.startsWith("EOrder")) for (const each of orders?.slice(1) ?? []) done.add(each);
  }

  #follow(
    { do: verb, params }: Sent,
    name: string,
    item: string | undefined,
    now: number,
    quiet: boolean,
  ): void {
    // What is left to the exchange, it decides.
    const every = name === "prices" ? (params?.every ?? 1) : undefined;
    const key = `${name} ${item} ${every}`;
    if (verb === "unsubscribe") {
      this.followed.delete(key);
      return;
    }
    const each: Followed = { name, item, every, n: 0 };
    this.followed.set(key, each);
    if (name !== "counted" || params?.snapshot === false || quiet) return;
    each.n = 1;
    this.#value += 1;
    this.#post(now, { channel: name, n: 1, value: this.#value }, 1);
  }

  #post(now: number, frame: { readonly [Field in keyof Frame]: Frame[Field] | undefined }, most = 3): void {
    const delays = this.#calm ? [5] : [0, 5, 90, 700, 4_000].slice(0, most + 2);
    const at = now + this.#random.pick(delays);
    // A refusal that names nothing, twice, is no different from two.
    const copies = (frame.error === undefined || frame.item !== undefined) && this.#wrong(0.05) ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1)
      this.#mail.push({ at: at + copy, text: JSON.stringify(frame) });
    this.#mail.sort((one, other) => one.at - other.at);
  }

  #pick(): [string, Followed] | undefined {
    const all = [...this.followed];
    return all.length === 0 ? undefined : this.#random.pick(all);
  }

  #wrong(probability: number): boolean {
    return !this.#calm && this.#random.chance(probability);
  }
}

/** The name a channel has in its messages. */
export function wireName(name: string): string {
  return name === "prices" ? "prices-10" : name;
}
