import type { Outline } from "../outline/outline.ts";

/** One thing of our specs that the exchange describes on a page of its own: a method, a channel, an operation, a message. */
export interface Subject {
  /** The target it is generated for: `ws-v2`. */
  readonly api: string;
  /** `cancel_all`, `POST /cancelallorders`, `OrderMassCancelRequest`. */
  readonly name: string;
  /** What the exchange calls it on the wire: method, channel, operation id, message type. */
  readonly tag: string;
  /** What a page about it may be called: its names, and the last step of the page's address in the spec. */
  readonly names: readonly string[];
  readonly messages: readonly SubjectMessage[];
}

export interface SubjectMessage {
  readonly role: Role;
  readonly outline: Outline;
  /** Why an example is not such a message, or nothing. Absent where examples are not of this form. */
  readonly refuse?: (example: string) => string | undefined;
}

/** Which message of a subject it is. `body`: the only one it has. */
export type Role =
  | "request"
  | "response"
  | "error"
  | "subscribe"
  | "subscribeAck"
  | "unsubscribe"
  | "unsubscribeAck"
  | "message"
  | "body";

/** The last step of the address of a subject's page. */
export function pageName(page: unknown): string[] {
  return typeof page === "string" ? [page.split("/").at(-1) ?? page] : [];
}
