import { backoff, describeFault } from "@x/core";
import type { ConnectionCore } from "../core/core-interface.ts";
import type { Follower } from "../core/follower.ts";
import { failed, refused, refusedEarly } from "../core/request.ts";
import type { Feed, Feeding } from "../descriptor.ts";
import type { ConnectionError } from "../failure.ts";
import type { Following, Gap, Sink } from "../sink.ts";
import { type Address, addressOf, concerns, overlap } from "./address.ts";
import { Ask, leftOver } from "./ask.ts";
import { begin, type Entry, type Limits, newEntry, subject } from "./entry.ts";

/** A subscription that lasted as long as this was a good one. */
const GOOD = 600_000;

/** The subscriptions of one connection: what was asked for is followed until its user leaves it or the exchange refuses. */
export class Subscriptions implements Follower {
  readonly #core: ConnectionCore;
  /** In the order they were asked for, which is that of asking again. Replaced, not changed, to be gone through meanwhile. */
  #entries: readonly Entry[] = [];

  readonly ended: Follower["ended"];

  constructor(core: ConnectionCore, ending: Feeding["ending"]) {
    this.#core = core;
    this.ended =
      ending &&
      ((...told) =>
        ending(
          core,
          this.#entries,
          {
            renew: (entry, gap, without) => this.#renew(entry, gap, without),
            fail: (entry, why, sent, without) => this.#fail(entry, why, sent, without),
          },
          ...told,
        ));
  }

  add(channel: Feed, params: object, sink: Sink<unknown>, options: Limits): Following {
    const core = this.#core;
    const { name } = channel;
    const about = subject({ channel, params });
    let why = refusedEarly(core, about, channel);
    const address = addressOf(channel, why ? {} : params);
    const entry = newEntry(channel, params, sink, options, address, core.now);
    const followed = why ? undefined : this.#clash(address);
    if (followed !== undefined) {
      const words = `not sent: ${followed} is already followed on this connection`;
      why = failed(core, about, "alreadySubscribed", words, { outcome: "not-sent" });
    }
    if (why) sink.ended(why);
    else {
      this.#entries = [...this.#entries, entry];
      this.#ask(entry);
    }
    return {
      leave: () => this.#leave(entry),
      renew: (gap) => {
        const wanted = entry.state === "active" || entry.state === "asked";
        if (wanted && this.#has(entry)) this.#renew(entry, gap, []);
      },
      tell: (gap) => core.out.event({ type: "gap", channel: name, params, gap }),
      fail: (code, words) => {
        if (this.#has(entry)) this.#fail(entry, failed(core, subject(entry), code, words), true);
      },
    };
  }

  message(name: string, frame: unknown, text: string): boolean {
    const core = this.#core;
    let found = false;
    for (const entry of this.#entries) {
      const { channel, address, sink, options, unheard } = entry;
      if (address.name !== name) continue;
      const told = (param: string): readonly unknown[] => channel.subscribing.told(frame, param);
      if (!concerns(address, told)) continue;
      found = true;
      if (entry.state === "muted" || entry.state === "leaving") continue;
      core.options.drift?.(frame, channel.known, name, core.mask, channel.checkMessage);
      const fault = channel.checkMessage(frame);
      if (fault) {
        const words = core.mask(describeFault(fault));
        const details = { path: fault.path, raw: core.mask(text) };
        this.#fail(entry, failed(core, subject(entry), "invalidMessage", words, details), true);
        continue;
      }
      const odd = channel.sequence && channel.subscribing.outOfSequence?.(entry, frame);
      if (odd) {
        if (typeof odd === "string") core.stray(odd, text);
        else this.#renew(entry, odd, []);
        continue;
      }
      if (unheard.size > 0)
        for (const item of address.param === undefined ? [...unheard] : told(address.param))
          unheard.delete(item);
      if (unheard.size === 0) entry.watch = core.now + options.silence;
      entry.begun = true;
      sink.message(frame, text);
    }
    return found;
  }

  lost(detail: string): void {
    for (const entry of this.#entries) {
      entry.ask?.forget();
      if (entry.state === "leaving") this.#end(entry, undefined);
      else {
        this.#tell(entry, { reason: "reconnected", detail });
        this.#ask(entry);
      }
    }
  }

  over(error: ConnectionError | undefined): void {
    for (const entry of this.#entries) this.#end(entry, entry.state === "leaving" ? undefined : error);
  }

  tick(): void {
    const { now, state } = this.#core;
    if (state !== "open") return;
    for (const entry of this.#entries) {
      if (entry.watch > now) continue;
      entry.watch = Infinity;
      // What has had no answer is asked for again; what is silent is left first.
      if (entry.state === "muted") this.#ask(entry);
      else if (entry.state === "active") {
        const silent = entry.unheard.size > 0 ? [...entry.unheard].join(", ") : entry.address.name;
        this.#renew(entry, { reason: "silent", detail: `nothing came of ${silent}` }, []);
      }
    }
  }

  next(): number {
    let next = Infinity;
    if (this.#core.state === "open") for (const { watch } of this.#entries) if (watch < next) next = watch;
    return next;
  }

  /** Asks for a subscription, for the first time or again. */
  #ask(entry: Entry): void {
    const core = this.#core;
    const { channel, params, address, unheard } = entry;
    const about = subject(entry);
    begin(entry);
    const ask = new Ask(core, "subscribe", channel, params, entry.due, {
      answered: (error, item, frame, text, all) => {
        const why =
          error === undefined
            ? channel.subscribing.misfit?.(core, about, channel, frame, text)
            : refused(core, about, error, text, ask.items?.path(item));
        if (entry.state === "leaving") {
          if (all) this.#quit(entry, ask.refused, () => this.#end(entry, undefined));
          return;
        }
        if (why) {
          ask.forget();
          this.#failedToAsk(entry, why, error === undefined || address.items.size > 1, ask.refused);
          return;
        }
        if (!all) return;
        entry.state = "active";
        entry.due = undefined;
        entry.begun = true;
        entry.ask = undefined;
        entry.watch =
          core.now + (unheard.size > 0 ? core.options.deadline * 2 ** entry.retries : entry.options.silence);
        entry.sink.acknowledged();
      },
      ended: (code, words, sent, cause) => {
        // The end of a connection is told to all subscriptions alike.
        if (code === "connectionLost" || code === "connectFailed" || code === "closed") return;
        entry.ask = undefined;
        const outcome = sent ? "none" : "not-sent";
        const why = failed(core, about, code, sent ? words : `not sent: ${words}`, {
          outcome,
          retryable: true,
          cause,
        });
        this.#failedToAsk(entry, why, sent);
      },
    });
    entry.ask = ask;
    core.request(ask);
  }

  /**
   * A subscription is what was asked for or nothing: one item's refusal ends it, and the others are left. One that has
   * once been acknowledged is tried again, unless the exchange will not have it.
   */
  #failedToAsk(entry: Entry, why: ConnectionError, sent: boolean, without: readonly unknown[] = []): void {
    if (entry.due !== undefined || entry.state === "leaving" || !why.retryable)
      this.#fail(entry, why, sent, without);
    else this.#renew(entry, { reason: "unacknowledged", detail: why.message }, sent ? without : undefined);
  }

  /**
   * Leaves what has proved wrong, or is silent, and asks for it again; what fails again soon is given time.
   *
   * @param without items that need not be left; nothing: none need be.
   */
  #renew(entry: Entry, gap: Gap, without: readonly unknown[] | undefined): void {
    const core = this.#core;
    this.#tell(entry, gap);
    // A connection that is lost is asked again for everything when it is made.
    if (core.state !== "open") {
      if (!entry.ask) this.#ask(entry);
      return;
    }
    const { ask } = entry;
    ask?.forget();
    entry.ask = undefined;
    entry.state = "muted";
    entry.watch = Infinity;
    if (core.now - entry.renewed >= GOOD) entry.retries = 0;
    entry.renewed = core.now;
    const wait = entry.retries === 0 ? 0 : backoff(entry.retries - 1, core.options);
    entry.retries += 1;
    const again = (): void => {
      if (entry.state === "leaving") this.#end(entry, undefined);
      else if (wait === 0) this.#ask(entry);
      else entry.watch = core.now + wait;
    };
    if (without === undefined || (ask && core.withdraw(ask))) again();
    else this.#quit(entry, without, again);
  }

  /** The user no longer wants it. */
  #leave(entry: Entry): void {
    if (!this.#has(entry) || entry.state === "leaving") return;
    const { state, ask, watch } = entry;
    entry.state = "leaving";
    // While a request is out, its answer decides whether there is anything to leave.
    if (state === "active") this.#quit(entry, [], () => this.#end(entry, undefined));
    else if ((ask && this.#core.withdraw(ask)) || (state === "muted" && watch !== Infinity))
      this.#end(entry, undefined);
  }

  /** Asks the exchange to stop sending, but for items it has refused or ended. */
  #quit(entry: Entry, without: readonly unknown[], then: () => void): void {
    const { channel, params } = entry;
    const left = leftOver(channel, params, without);
    if (!left) {
      then();
      return;
    }
    const ask: Ask = new Ask(this.#core, "unsubscribe", channel, left, undefined, {
      answered: (_error, _item, _frame, _text, all) => {
        if (all && this.#has(entry)) then();
      },
      ended: () => {
        if (this.#has(entry) && this.#core.state === "open") then();
      },
    });
    this.#core.request(ask);
  }

  /** Ends a subscription for its user at once, and asks the exchange to stop if it may have begun. */
  #fail(entry: Entry, why: ConnectionError, sent: boolean, without: readonly unknown[] = []): void {
    const { state, ask } = entry;
    const waits = ask !== undefined && this.#core.withdraw(ask);
    ask?.forget();
    this.#end(entry, state === "leaving" ? undefined : why);
    if (sent && !waits && state !== "muted" && this.#core.state === "open")
      this.#quit(entry, without, () => {});
  }

  #end(entry: Entry, error: ConnectionError | undefined): void {
    if (!this.#has(entry)) return;
    this.#entries = this.#entries.filter((other) => other !== entry);
    const { channel, params, sink } = entry;
    sink.ended(error);
    if (error) this.#core.out.event({ type: "ended", channel: channel.name, params, error });
  }

  #has(entry: Entry): boolean {
    return this.#entries.includes(entry);
  }

  /** What is at an address and followed already, by one whose messages would be the same. */
  #clash(address: Address): string | undefined {
    for (const other of this.#entries) {
      const followed = overlap(address, other.address);
      if (followed !== undefined) return followed;
    }
    return undefined;
  }

  #tell(entry: Entry, gap: Gap): void {
    if (!entry.begun) return;
    entry.begun = false;
    const { channel, params, sink } = entry;
    sink.gap(gap);
    this.#core.out.event({ type: "gap", channel: channel.name, params, gap });
  }
}
