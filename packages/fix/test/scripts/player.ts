import { accept } from "../../src/acceptor.ts";
import { connect } from "../../src/client.ts";
import { formatTimestamp } from "../../src/codec/timestamp.ts";
import { executionReport, orderMassCancelRequest } from "../../src/generated/index.ts";
import type { FixSession } from "../../src/session/session.ts";
import { MemoryStore } from "../../src/session/store.ts";
import type { OpenTransport, TransportHandlers } from "../../src/transport/transport.ts";
import { START } from "../machine.ts";
import { Time } from "../simulation/time.ts";
import { shown, wire } from "../wire.ts";
import { appTypeTo, fieldsOf, peerMessage } from "./peer-message.ts";
import type { Field, Role, Script, Step } from "./script.ts";

/** A script and a session disagree. */
export class Disagreement extends Error {}

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

/** The counterparty of one session, as a script tells it: what a session does is held against the next lines. */
export class Player {
  readonly #script: Script;
  readonly #role: Role;
  readonly #time = new Time(START);
  readonly #store = new MemoryStore();
  readonly #sent: string[] = [];
  #delivered: string[] = [];
  #handlers: TransportHandlers | undefined;
  #session: FixSession | undefined;
  #closed = false;
  #reason: string | undefined;
  /** The counterparty's next number. */
  #next = 1;

  constructor(script: Script, role: Role) {
    this.#script = script;
    this.#role = role;
  }

  async play(): Promise<void> {
    const { file, steps } = this.#script;
    for (const { step, line } of steps) {
      try {
        if (step.kind !== "out" && step.kind !== "closed" && step.kind !== "open") this.#nothingLeft();
        await this.#do(step);
        await this.#settle();
      } catch (cause) {
        if (!(cause instanceof Disagreement)) throw cause;
        throw new Disagreement(`${file}:${line} as ${this.#role}: ${cause.message}`);
      }
    }
    this.#nothingLeft();
    if (this.#delivered.length > 0) throw new Disagreement(`${file}: delivered ${this.#delivered} unasked`);
    this.#handlers?.closed();
    await this.#session?.close();
  }

  /** Lets everything happen that is ready to. */
  async #settle(): Promise<void> {
    for (let round = 0; round < 2; round++) {
      this.#time.pass(0);
      await settle();
    }
  }

  async #do(step: Step): Promise<void> {
    switch (step.kind) {
      case "numbers":
        this.#store.sent(step.outgoing - 1, undefined);
        this.#store.received(step.incoming);
        return;
      case "connect":
        return this.#connect();
      case "logon":
        return this.#logon();
      case "next":
        this.#next = step.number;
        return;
      case "in":
        this.#receive(step.fields);
        return;
      case "raw":
        this.#handlers?.received(wire(step.text));
        return;
      case "out":
        return this.#expect(step.fields);
      case "wait":
        // In small pieces, so that what is awaited in between happens at its time.
        for (let left = step.milliseconds; left > 0; left -= 500) {
          this.#time.pass(Math.min(500, left));
          await settle();
        }
        return;
      case "delivered": {
        const got = this.#delivered.splice(0).join(" ");
        const want = step.messages.join(" ").replaceAll("APP", appTypeTo(this.#role));
        if (got !== want) throw new Disagreement(`delivered "${got}", expected "${want}"`);
        return;
      }
      case "open":
        if (this.#closed) throw new Disagreement(`the connection was closed: ${this.#reason}`);
        return;
      case "closed":
        this.#nothingLeft();
        if (!this.#closed) throw new Disagreement("the connection is still open");
        if (step.reason !== undefined && step.reason !== this.#reason) {
          throw new Disagreement(`closed for ${this.#reason}, expected ${step.reason}`);
        }
        return;
      case "send":
        return this.#send(step.id);
      case "logout":
        void this.#session?.close("done");
        return;
      case "reset":
        this.#session?.resetSeqNum();
        return;
      case "cut":
        this.#handlers?.closed();
        return;
    }
  }

  async #connect(): Promise<void> {
    this.#closed = false;
    const open: OpenTransport = async (handlers) => {
      this.#handlers = handlers;
      this.#closed = false;
      return {
        send: (bytes) => {
          for (const message of shown(bytes).split(/(?<=\|10=\d{3}\|)/)) this.#sent.push(message);
        },
        close: () => {
          this.#closed = true;
          handlers.closed();
        },
      };
    };
    const common = {
      clock: this.#time,
      inbound: "strict",
      unread: "refuse",
      onEvent: (event: { readonly kind: string; readonly reason?: string }) => {
        if (event.kind === "disconnected") this.#reason = event.reason;
      },
    } as const;
    if (this.#role === "acceptor") {
      this.#watch(
        await accept(open, {
          ...common,
          senderCompID: "SERVER",
          storeOf: () => this.#store,
          authenticate: ({ header, Username }) =>
            header.SenderCompID !== "CLIENT"
              ? { accepted: false }
              : Username === "WRONG"
                ? { accepted: false, text: "unknown key" }
                : { accepted: true },
          onSession: (session) => this.#read(session),
        }),
      );
      return;
    }
    const { resetSeqNum, whileDown, heartBtInt = "30", reconnect } = this.#script.options;
    const connecting = connect({
      ...common,
      transport: open,
      senderCompID: "CLIENT",
      targetCompID: "SERVER",
      heartBtInt: Number(heartBtInt),
      store: this.#store,
      rollover: false,
      reconnect: reconnect === "true" ? { random: () => 0.5 } : false,
      ...(resetSeqNum !== undefined && { resetSeqNum: resetSeqNum === "true" }),
      ...(whileDown === "queue" && { whileDown }),
    });
    connecting.then(
      (session) => {
        this.#watch(session);
        this.#read(session);
      },
      (error: { readonly code: string }) => {
        this.#reason = error.code;
      },
    );
  }

  #watch(session: FixSession): void {
    this.#session = session;
    session.closed.then(({ reason }) => {
      this.#reason = reason;
    });
  }

  async #read(session: FixSession): Promise<void> {
    try {
      for await (const { MsgType, header, unknown } of session.messages(
        executionReport,
        orderMassCancelRequest,
      )) {
        const resend = unknown.some(([tag, value]) => tag === 97 && value === "Y") ? "resend" : "";
        this.#delivered.push(
          `${MsgType}:${header.MsgSeqNum}${header.PossDupFlag === true ? "dup" : ""}${resend}`,
        );
      }
    } catch {
      // How a session ended is told by `closed`.
    }
  }

  async #logon(): Promise<void> {
    await this.#connect();
    await this.#settle();
    const reset = this.#script.options.resetSeqNum === "false" ? "" : "141=Y|";
    const logon = `35=A|98=0|108=30|${reset}`;
    const answer = [{ tag: 35, value: "A" }];
    if (this.#role === "initiator") this.#expect(answer);
    this.#receive(fieldsOf(logon));
    await this.#settle();
    if (this.#role === "acceptor") this.#expect(answer);
  }

  #send(id: string): void {
    const body = {
      ClOrdID: id,
      CumQty: "0",
      ExecID: "E",
      OrderID: "O",
      OrderQty: "1",
      OrdStatus: "0",
      OrdType: "1",
      Side: "1",
      Symbol: "BTC/USD",
      TimeInForce: "1",
      ExecType: "0",
      LeavesQty: "1",
    } as const;
    if (this.#role === "acceptor") this.#session?.send(executionReport, body);
    else {
      this.#session?.send(orderMassCancelRequest, {
        ClOrdID: id,
        TransactTime: formatTimestamp(this.#time.now()),
        MassCancelRequestType: "7",
      });
    }
  }

  #receive(given: readonly Field[]): void {
    const bytes = peerMessage(given, this.#role, this.#next, this.#time.now());
    if (!given.some(({ tag }) => tag === 34)) this.#next += 1;
    this.#handlers?.received(bytes);
  }

  #expect(fields: readonly Field[]): void {
    const message = this.#sent.shift();
    const want = fields.map(({ tag, value }) => `${tag}=${value}`).join("|");
    if (message === undefined) throw new Disagreement(`nothing was sent, expected ${want}`);
    const got = fieldsOf(message);
    for (const { tag, value } of fields) {
      const meant = value === "APP" ? (this.#role === "acceptor" ? "8" : "q") : value;
      const found = got.filter((field) => field.tag === tag).map((field) => field.value);
      const fits =
        meant === "none"
          ? found.length === 0
          : found.some((text) =>
              meant.startsWith("*") ? text.includes(meant.slice(1, -1)) : text === meant,
            );
      if (!fits) throw new Disagreement(`${message} was sent, expected ${want}`);
    }
  }

  #nothingLeft(): void {
    const [message] = this.#sent;
    if (message !== undefined) throw new Disagreement(`${message} was sent unasked`);
  }
}
