import type { Faults, WebSocketInterface } from "../../faults.ts";
import type { Peer } from "./conversation.ts";

/** What becomes of a request. */
export interface Fate {
  /** The exchange answers with this and does not act. */
  readonly error?: string;
  /** Whether the exchange sees the request at all. */
  readonly arrives: boolean;
  /** Whether its answer comes back. */
  readonly answered: boolean;
  /** Whether a subscription is acknowledged and then says nothing. */
  readonly silent: boolean;
  /** Whether its session token is no longer good. */
  readonly stale: boolean;
}

const USUAL: Fate = { arrives: true, answered: true, silent: false, stale: false };

/** What a channel's messages carry that can be spoiled. */
export interface Carries {
  readonly sequence: boolean;
  readonly checksum: boolean;
}

/** One connection's way in and out, on which things go wrong as they were asked to. */
export class Line {
  readonly #peer: Peer;
  readonly #faults: Faults;
  readonly #interface: WebSocketInterface;

  constructor(peer: Peer, faults: Faults, spoken: WebSocketInterface) {
    this.#peer = peer;
    this.#faults = faults;
    this.#interface = spoken;
  }

  /** What becomes of a request; `name` is that of its method, or of the channel it subscribes to. */
  fateOf(name: string, { subscribes, token }: { subscribes: boolean; token: boolean }): Fate {
    const fault = this.#faults.takeOnWebSocket(
      this.#interface,
      [
        "error",
        "lostAcknowledgement",
        "lostRequest",
        "halfOpen",
        "slowConsumer",
        "terminalClose",
        ...(subscribes ? (["silentSubscription"] as const) : []),
        ...(token ? (["staleToken"] as const) : []),
      ],
      name,
    );
    switch (fault?.webSocket) {
      case undefined:
        return fault?.error === undefined ? USUAL : { ...USUAL, error: fault.error };
      case "halfOpen":
        this.#peer.freeze();
        return { ...USUAL, arrives: false };
      case "terminalClose":
        this.#peer.close(1008, "policy violation");
        return { ...USUAL, arrives: false };
      case "slowConsumer":
        this.#peer.stall();
        return USUAL;
      case "lostRequest":
        return { ...USUAL, arrives: false };
      case "lostAcknowledgement":
        return { ...USUAL, answered: false };
      case "silentSubscription":
        return { ...USUAL, silent: true };
      default:
        return { ...USUAL, stale: true };
    }
  }

  send(text: string): void {
    this.#peer.send(text);
  }

  /** Sends a channel's message. */
  publish(channel: string, carries: Carries, text: string): void {
    const fault = this.#faults.takeOnWebSocket(
      this.#interface,
      [
        "duplicateFrame",
        ...(carries.sequence ? (["sequenceGap"] as const) : []),
        ...(carries.checksum && CHECKSUM.test(text) ? (["badChecksum"] as const) : []),
      ],
      channel,
    )?.webSocket;
    if (fault === "sequenceGap") return;
    if (fault === "duplicateFrame") this.#peer.send(text);
    this.#peer.send(fault === "badChecksum" ? text.replace(CHECKSUM, spoil) : text);
  }
}

const CHECKSUM = /("checksum":|"c":")(\d+)/;

function spoil(_whole: string, name: string, checksum: string): string {
  return `${name}${(Number(checksum) + 1) % 2 ** 32}`;
}
