/** The other end of a WebSocket, as a gateway sees it. */
export interface Peer {
  send(text: string): void;
  /** Ends the connection in order, with a code of the WebSocket protocol. */
  close(code: number, reason: string): void;
  /** From now on nothing arrives and nothing leaves, and the connection stays open. */
  freeze(): void;
  /** From now on frames pile up as towards a client that does not read, until the connection is cut for it. */
  stall(): void;
}

/** What a gateway keeps of one connection. */
export interface Conversation {
  receive(text: string): void;
  /** Stops whatever it follows. Safe to call twice. */
  closed(): void;
}

/** Greets a new connection and takes it over. */
export type WebSocketGateway = (peer: Peer) => Conversation;
