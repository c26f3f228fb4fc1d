/** The counterparty's request for messages, and how far it is served: in batches, so that nothing else has to wait. */
export interface Resending {
  /** The first number not settled yet; what is loaded beyond it is filled over once the gap's end is known. */
  readonly next: number;
  /** The first number not loaded yet. */
  readonly unread: number;
  readonly to: number;
  readonly messages: number;
  readonly from: number;
}
