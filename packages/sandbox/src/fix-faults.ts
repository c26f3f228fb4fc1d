/** What can go wrong between the exchange and a client of its FIX API, by name. */
export const fixFaults = [
  "logonRefused",
  "droppedConnection",
  "lostReport",
  "sequenceGap",
  "duplicate",
  "garbledChecksum",
  "silentPeer",
] as const;

/**
 * To the next logon:
 * - `logonRefused`: is answered with a Logout, as if the credentials were wrong
 *
 * To the next answer, a message of the application:
 * - `droppedConnection`: does not leave, and the connection is cut; what it answers has been acted on
 * - `lostReport`: does not leave, and has no number: the session is none the wiser, and neither side asks for it
 * - `sequenceGap`: does not arrive, so that its number is missing until it is asked for
 * - `duplicate`: comes again, marked as a possible duplicate
 * - `garbledChecksum`: comes with a wrong CheckSum, so that it counts for nothing until it is asked for
 * - `silentPeer`: does not arrive, and neither does anything else from then on, though the connection stays open
 */
export type FixFault = (typeof fixFaults)[number];
