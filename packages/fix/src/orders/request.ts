import { type RequestSummary, redact } from "@x/core";
import { FixError } from "../errors.ts";
import type { ExecutionReport } from "../generated/messages/execution-report.ts";
import type { Submission } from "./submission.ts";

type Settled = Exclude<Submission<ExecutionReport>, { readonly outcome: "unknown" }>;

/** One request and its one answer; after an unknown one, the late truth. */
export class Request {
  readonly name: string;
  readonly msgType: string;
  readonly ClOrdID: string;
  readonly outcome: Promise<Submission<ExecutionReport>>;
  /** Its sequence number, once it has one. */
  MsgSeqNum: number | undefined;
  #state: "waiting" | "unknown" | "settled" = "waiting";
  readonly #summary: RequestSummary;
  readonly #settle: (submission: Submission<ExecutionReport>) => void;
  #settleLate: (settled: Settled | undefined) => void = () => undefined;

  constructor(
    message: { readonly name: string; readonly msgType: string },
    body: { readonly ClOrdID: string },
  ) {
    this.name = message.name;
    this.msgType = message.msgType;
    this.ClOrdID = body.ClOrdID;
    this.#summary = { name: message.name, params: redact(body) };
    const { promise, resolve } = Promise.withResolvers<Submission<ExecutionReport>>();
    this.outcome = promise;
    this.#settle = resolve;
  }

  /** Nothing is known of it yet. */
  get waiting(): boolean {
    return this.#state === "waiting";
  }

  /** Nothing more can be learnt of it. */
  get settled(): boolean {
    return this.#state === "settled";
  }

  accept(result: ExecutionReport): void {
    this.#end({ outcome: "accepted", result });
  }

  /** @param status the exchange's reason for its no */
  refuse(status: string | undefined): void {
    const text = status === undefined ? "was refused" : `was refused: ${status}`;
    this.#end({ outcome: "refused", status, error: this.#error("orderRefused", text, "refused", status) });
  }

  /** It has not arrived and never will. */
  notSent(error: FixError | string): void {
    this.#end({
      outcome: "refused",
      status: undefined,
      error: typeof error === "string" ? this.#error("closed", error, "not-sent") : error,
    });
  }

  /** No answer came; whether one still will is not known. */
  lose(code: "deadlineExceeded" | "connectionLost", text: string): void {
    if (!this.waiting) return;
    this.#state = "unknown";
    const late = Promise.withResolvers<Settled | undefined>();
    this.#settleLate = late.resolve;
    this.#settle({ outcome: "unknown", error: this.#error(code, text, "unknown"), settled: late.promise });
  }

  /** Nobody will tell any more what became of it. */
  giveUp(): void {
    this.lose("connectionLost", "may have been sent: the session ended");
    this.#state = "settled";
    this.#settleLate(undefined);
  }

  #end(settled: Settled): void {
    const { waiting } = this;
    if (this.settled) return;
    this.#state = "settled";
    if (waiting) this.#settle(settled);
    else this.#settleLate(settled);
  }

  #error(
    code: "orderRefused" | "closed" | "deadlineExceeded" | "connectionLost",
    text: string,
    outcome: "refused" | "not-sent" | "unknown",
    raw?: string,
  ): FixError {
    return new FixError(code, `${this.name} ${text}`, { outcome, raw, request: this.#summary });
  }
}
