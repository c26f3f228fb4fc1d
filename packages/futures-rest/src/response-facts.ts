/** What HTTP said with an answer. */
export interface ResponseFacts {
  readonly status: number;
  readonly headers: Headers;
  /** When its head had arrived, in milliseconds since the epoch. */
  readonly receivedAt: number;
}
