import type { ExchangeError, ExchangeErrorDetails } from "@x/core";

/** Why a connection, and not the exchange, ended a request or subscription. */
export type ConnectionCode =
  /** An option is no use; `path` names it. Nothing was sent. */
  | "invalidOptions"
  /** The parameters do not fit the spec; `path` says where. Nothing was sent. */
  | "invalidParams"
  /** The method or channel is not offered on the host this connection is for. Nothing was sent. */
  | "wrongHost"
  /** The channel is already followed on this connection, with parameters its messages do not tell apart. Nothing was sent. */
  | "alreadySubscribed"
  /** A session token is needed and there is none, or getting one failed. Nothing was sent. */
  | "noToken"
  /** The exchange answered, but not as the spec says; `path` says where. */
  | "invalidAnswer"
  /** A message of the subscription is not as the spec says; `path` says where. The subscription has ended. */
  | "invalidMessage"
  /** No answer came in time. */
  | "deadlineExceeded"
  /** The caller's signal ended the wait. */
  | "aborted"
  /** The connection could not be made. */
  | "connectFailed"
  /** The connection ended, or showed no sign of life. */
  | "connectionLost"
  /** The connection was closed by its user. */
  | "closed"
  /** Messages came faster than they were read. The subscription has ended. */
  | "overflow"
  /** The exchange ended the subscription. */
  | "subscriptionEnded";

/**
 * Why the exchange said no: the category it writes before the colon of its error text (`EOrder:Insufficient funds`), or
 * `refused` where the text has none.
 */
export type RefusalCode =
  | "EAPI"
  | "EAccount"
  | "EAuth"
  | "EBM"
  | "EEarnings"
  | "EFunding"
  | "EGeneral"
  | "EOrder"
  | "EQuery"
  | "EService"
  | "ESession"
  | "ETrade"
  | "refused";

export type FailureCode = ConnectionCode | RefusalCode;

/** An error before it has a class: each protocol package makes its own of it. */
export interface Failure extends ExchangeErrorDetails {
  readonly code: FailureCode;
  readonly message: string;
  /** Kraken's own words, where it refused. */
  readonly reason?: string | undefined;
  /** What came for each item, in the order it came, where the request names several things that are answered on their own. */
  readonly answers?: readonly ItemAnswer[] | undefined;
}

/** A protocol package's error. */
export interface ConnectionError extends ExchangeError<FailureCode> {
  readonly reason?: string | undefined;
  readonly answers?: readonly ItemAnswer[] | undefined;
}

/** What came for one item of a request: a result, or why there is none. */
export type ItemAnswer<Failed extends ConnectionError = ConnectionError> =
  | { readonly result: object }
  | { readonly error: Failed };
