import type { TransportFault } from "../../faults.ts";
import type { HttpReply } from "../../http/reply.ts";

const HUGE = 64 << 20;
const LATE_MS = 2_000;

/** What reaches the client under a fault; `answer` acts, and is called only where the fault lets the exchange act. */
export function spoiled(fault: TransportFault, answer: () => HttpReply): HttpReply {
  switch (fault) {
    case "slow":
      return { ...answer(), delivery: { kind: "slow", milliseconds: LATE_MS } };
    case "resetMidBody":
      return { ...answer(), delivery: { kind: "reset-mid-body" } };
    case "hugeBody":
      return { ...answer(), delivery: { kind: "padded", bytes: HUGE } };
    case "lostAnswer":
      return { ...answer(), delivery: { kind: "none" } };
    case "notAppliedLostAnswer":
      return { status: 200, body: "", delivery: { kind: "none" } };
    case "emptyBody":
      return { ...answer(), body: "" };
    case "truncatedJson": {
      const whole = answer();
      return { ...whole, body: whole.body.slice(0, whole.body.length >> 1) };
    }
    case "status429":
      return { status: 429, body: "Too Many Requests", type: "text/plain", headers: { "retry-after": "1" } };
    case "html502":
      return {
        status: 502,
        body: "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>",
        type: "text/html",
      };
  }
}
