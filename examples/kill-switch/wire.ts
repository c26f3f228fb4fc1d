/** Each has orders of its own, which only some wires reach. */
export type Venue = "spot" | "futures";

export interface KillWire {
  readonly name: string;
  readonly venue: Venue;
  open(): Promise<OpenKillWire>;
}

export interface OpenKillWire {
  /** Asks for every order it can reach to be cancelled. Resolves once the exchange has confirmed, with how many. */
  cancelAll(): Promise<number>;
  /** How many orders the venue has open. Left out: this wire cannot tell. */
  countOpen?(): Promise<number>;
  /**
   * Has the exchange cancel everything by itself unless it hears from us again within so many seconds; 0: no more. Left
   * out: not from this wire.
   */
  deadMansSwitch?(seconds: number): Promise<void>;
  close(): Promise<void>;
}
