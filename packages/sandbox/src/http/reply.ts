/** How an answer fails to reach its client. */
export type Delivery =
  /** Late by so many milliseconds. */
  | { readonly kind: "slow"; readonly milliseconds: number }
  /** The connection is reset after half of the body. */
  | { readonly kind: "reset-mid-body" }
  /** The connection is closed without an answer. */
  | { readonly kind: "none" }
  /** So many bytes of padding go before the body, which still is JSON. */
  | { readonly kind: "padded"; readonly bytes: number };

export interface HttpReply {
  readonly status: number;
  readonly body: string;
  /** JSON if left out. */
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** How it reaches the client, if not whole and at once. */
  readonly delivery?: Delivery;
}
