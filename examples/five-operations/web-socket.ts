import { type Evidence, maskJson } from "./evidence.ts";

/** A WebSocket class that records every frame of its sockets. */
export function recordingWebSocket(evidence: Evidence): typeof WebSocket {
  return class extends WebSocket {
    constructor(url: string | URL) {
      super(url);
      this.addEventListener("message", ({ data }) => evidence.record("in", maskJson(String(data))));
    }

    override send(data: string): void {
      evidence.record("out", maskJson(data));
      super.send(data);
    }
  };
}
