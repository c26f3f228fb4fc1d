export const webSocketInterfaces = ["ws-v2", "ws-legacy"] as const;

export type WebSocketInterface = (typeof webSocketInterfaces)[number];

/** What can go wrong between the exchange and a client of its WebSockets, by name. */
export const webSocketFaults = [
  "connectionRefused",
  "reconnectStorm",
  "terminalClose",
  "halfOpen",
  "slowConsumer",
  "staleToken",
  "lostRequest",
  "lostAcknowledgement",
  "silentSubscription",
  "sequenceGap",
  "badChecksum",
  "duplicateFrame",
] as const;

/**
 * To the next connection:
 * - `connectionRefused`: is answered with status 503 instead of a WebSocket
 * - `reconnectStorm`: every connection of the interface is cut at once, and so are the next `times` as soon as they are made
 *
 * To the next request:
 * - `terminalClose`: is not acted on; the connection ends with code 1008, the exchange's policy was broken
 * - `halfOpen`: does not arrive; the connection stays open, but nothing passes through it any more
 * - `slowConsumer`: acts; from then on frames pile up as if the client did not read, until it is cut off for it
 * - `staleToken`: its session token has expired, for every connection
 * - `lostRequest`: does not act, and is not answered
 * - `lostAcknowledgement`: acts, and is not answered
 * - `silentSubscription`: a subscription is acknowledged, and nothing comes of it
 *
 * To the next message of a channel:
 * - `sequenceGap`: is lost, so that its number is missing; of channels that count their messages
 * - `badChecksum`: has a wrong checksum; of books
 * - `duplicateFrame`: comes twice
 */
export type WebSocketFault = (typeof webSocketFaults)[number];
