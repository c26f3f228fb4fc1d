/** The other end of a WebSocket, as a gateway sees it. */
export interface Peer {
  send(text: string): void;
}

/** What a gateway keeps of one connection. */
export interface Conversation {
  receive(text: string): void;
  closed(): void;
}

/** Greets a new connection and takes it over. */
export type WebSocketGateway = (peer: Peer) => Conversation;
