/** What is signed: the parameters exactly as sent, the nonce or nothing, and the path without `/derivatives`. */
export interface Signable {
  /** Query and form body, url-encoded, one after the other. */
  readonly data: string;
  /** Value of the `Nonce` header; empty when none is sent. */
  readonly nonce: string;
  /** `/api/v3/sendorder`. */
  readonly path: string;
}

/** Makes the `Authent` header of a request. */
export type Sign = (request: Signable) => string | Promise<string>;
