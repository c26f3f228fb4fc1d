import { backoff, redactText } from "@x/core";
import type { ConnectionError } from "../failure.ts";
import type { ConnectionCore, ConnectionState, CoreOptions } from "./core-interface.ts";
import type { Answer } from "./dialect.ts";
import type { Follower } from "./follower.ts";
import type { Request } from "./request.ts";
import type { Surroundings } from "./signals.ts";

/** Kraken bans an address for 10 minutes after about 150 attempts in 10 minutes; this leaves room for other programs. */
const ATTEMPTS = 100;
const ATTEMPTS_WINDOW = 600_000;
/** A connection that lasted as long as this was a good one. */
const GOOD = 60_000;
const CLOSED = { code: "closed", message: "the connection was closed" } as const;

/**
 * One WebSocket connection, made again whenever it is lost, as a state machine. It does no input or output of its own
 * and has no clock: within `step` it is told what happened, and its surroundings are told what to do. Whatever comes, it
 * does not throw, and it ends every request it took on exactly once.
 */
export function connectionCore(options: CoreOptions, out: Surroundings): ConnectionCore {
  const { dialect, token, idle, stale, attempts, toError } = options;
  let state: ConnectionState = "idle";
  let now = 0;
  let follower: Follower | undefined;
  /** Requests to be sent, in order, and those sent, by id. */
  let waiting: Request[] = [];
  const sent = new Map<number | undefined, Request>();
  let lastId = 0;
  let heard = 0;
  /** When it counts as lost, once it has been asked for a sign of life. */
  let lostAt = Infinity;
  let pingId = 0;
  /** Whether the transport is open, and since when. */
  let live = false;
  let since = 0;
  let retries = 0;
  /** When connecting, waiting or closing is over. */
  let limit = Infinity;
  /** No request is due before this. Ended requests may have left it too early. */
  let soonest = Infinity;
  let wake = Infinity;
  let ticked = false;
  /** The tokens used lately. */
  let secrets: string[] = [];
  const acts: (() => void)[] = [];

  const end: ConnectionCore["end"] = (which, code, words, cause) => {
    const unsent = waiting.filter((request) => which(request, false));
    waiting = waiting.filter((request) => !unsent.includes(request));
    for (const request of unsent) request.end(code, words, false, cause);
    for (const [id, request] of [...sent]) {
      if (!which(request, true)) continue;
      sent.delete(id);
      request.end(code, words, true, cause);
    }
  };

  const connect = (): void => {
    state = "connecting";
    limit = now + options.connectTimeout;
    if (attempts.push(now) > ATTEMPTS) attempts.shift();
    out.connect();
  };

  /** The end: everything that is open ends, and nothing is scheduled any more. */
  const shut = (error?: ConnectionError): void => {
    state = "closed";
    live = false;
    limit = Infinity;
    out.disconnect();
    const { code, message } = error ?? CLOSED;
    end(() => true, code, message);
    follower?.over(error);
    out.event({ type: "closed", error });
  };

  /** The connection is gone. What was sent has no answer any more; what waits goes on waiting. */
  const drop = (words: string, final?: boolean): void => {
    const code = live ? "connectionLost" : "connectFailed";
    const message = `the connection ${words}`;
    const error = toError({ code, message, retryable: !final });
    if (state === "closing") shut();
    else if (final || !options.reconnect) shut(error);
    else {
      if (live && now - since >= GOOD) retries = 0;
      live = false;
      state = "waiting";
      out.disconnect();
      const calls = waiting.filter(({ follows }) => !follows);
      waiting = [];
      end(() => true, code, message);
      // Subscriptions first: who sends orders again wants to see what becomes of them.
      follower?.lost(message);
      waiting.push(...calls);
      const free = attempts.length < ATTEMPTS ? 0 : (attempts[0] ?? 0) + ATTEMPTS_WINDOW;
      limit = Math.max(free, now + backoff(retries, options));
      retries += 1;
      out.event({ type: "lost", error, retryIn: limit - now });
    }
  };

  const hear = (): void => {
    heard = now;
    lostAt = Infinity;
  };

  const answer = (given: Answer, frame: object, text: string): unknown => {
    const { id, error } = given;
    const request = sent.get(id);
    if (!request) return id === pingId || follower?.ended?.(given, frame, text);
    // What the exchange has refused can be sent again: once, with another token.
    const stale = error !== undefined && request.auth && token?.refused?.(error, request.token);
    if (stale && !request.partly && !request.again) {
      request.again = true;
      sent.delete(id);
      waiting.unshift(request);
      return true;
    }
    const taken = request.answer(given, frame, text);
    if (taken === true) sent.delete(id);
    return taken;
  };

  /** Sends what waits, in order: a request that must wait for its token holds back those after it. */
  const flush = (): void => {
    for (let [request] = waiting; request; [request] = waiting) {
      const secret = request.auth ? token?.current(core) : undefined;
      if (request.auth && !secret) break;
      if (secret && !secrets.includes(secret)) secrets = [...secrets.slice(-7), secret];
      waiting.shift();
      lastId += 1;
      request.token = secret;
      sent.set(lastId, request);
      out.send(request.text(lastId, secret));
      soonest = Math.min(soonest, request.due);
    }
  };

  /**
   * Asks to be woken at the earliest deadline. Between ticks the time is only ever moved to an earlier
   * one: a tick that finds nothing due costs less than setting a timer anew after every frame.
   */
  const schedule = (): void => {
    if (ticked) {
      soonest = Infinity;
      for (const { due } of [...waiting, ...sent.values()]) soonest = Math.min(soonest, due);
    }
    let next = Math.min(limit, soonest, follower?.next() ?? Infinity);
    if (live) next = Math.min(next, lostAt < Infinity ? lostAt : heard + idle);
    if (state === "closed") next = Infinity;
    if (ticked || next < wake || (state === "closed" && wake < next)) {
      wake = next;
      out.wake(next);
    }
    ticked = false;
  };

  const core: ConnectionCore = {
    options,
    out,
    get state() {
      return state;
    },
    get now() {
      return now;
    },
    step(act, time) {
      if (acts.push(act) > 1) return;
      for (let [next] = acts; next; [next] = acts) {
        now = time;
        try {
          next();
          if (state === "open") flush();
          if (state === "closing" && (sent.size === 0 || now >= limit)) shut();
          schedule();
        } finally {
          acts.shift();
        }
      }
    },
    open: connect,
    opened() {
      if (state !== "connecting") return;
      state = "open";
      limit = Infinity;
      live = true;
      since = now;
      hear();
      out.event({ type: "opened" });
    },
    frame(text) {
      if (!live) return;
      hear();
      let frame: unknown;
      try {
        frame = JSON.parse(text);
      } catch {}
      const it = dialect.classify(frame);
      let reason: string | undefined;
      if (it.kind === "message") {
        if (!follower?.message(it.channel, frame, text)) reason = `${it.channel} is not followed`;
      } else if (it.kind === "answer") {
        if (!answer(it, frame as object, text)) reason = "an answer to nothing that waits for one";
      } else if (it.kind === "push") {
        const { name } = it;
        const push = options.pushes?.find((each) => each.name === name);
        reason = push ? push.tell(core, push, frame) : it.error;
      } else reason = "of no known kind";
      if (reason && state !== "closing") core.stray(reason, text);
    },
    lost(code, reason) {
      const final = !code || [1002, 1003, 1007, 1008, 1009, 1010].includes(code);
      if (live || state === "connecting")
        drop(`${live ? "ended" : "could not be made"}: ${core.mask(`${code ?? ""} ${reason}`)}`, final);
    },
    tick() {
      ticked = true;
      if (now >= limit && state === "waiting") connect();
      else if (now >= limit && state === "connecting") drop("was not made in time");
      end(({ due }) => due <= now, "deadlineExceeded", "no answer in time");
      if (live && now >= lostAt) drop("showed no sign of life");
      else if (live && now - heard >= idle && lostAt === Infinity) {
        // Counted from here: a program that stood still asks late, and then has to wait for the answer all the same.
        lostAt = now + stale;
        lastId += 1;
        pingId = lastId;
        out.send(dialect.ping(pingId));
      }
      follower?.tick();
    },
    close() {
      if (state === "closing" || state === "closed") return;
      if (!live) return shut();
      state = "closing";
      // Calls that were sent are still answered, or end by their own deadlines.
      const { code, message } = CLOSED;
      for (const request of waiting.splice(0)) request.end(code, message, false);
      follower?.over(undefined);
      limit = now;
      for (const [id, { follows, due }] of sent) {
        if (follows) sent.delete(id);
        else limit = Math.max(limit, due);
      }
    },
    request(request) {
      waiting.push(request);
      soonest = Math.min(soonest, request.due);
    },
    withdraw(request) {
      const place = waiting.indexOf(request);
      return place >= 0 && waiting.splice(place, 1).length > 0;
    },
    end,
    follower(make) {
      follower ??= make(core);
      return follower;
    },
    stray: (reason, text) =>
      out.event({ type: "stray", reason: core.mask(reason), raw: core.mask(text).slice(0, 4_096) }),
    mask: (text) => redactText(text, secrets),
  };
  return core;
}
