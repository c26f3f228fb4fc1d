import type { Sandbox } from "@x/sandbox";
import type { Access } from "./access.ts";

/** Longer than any attempt goes on. */
const FOR_EVER = 10_000;

/** Takes one wire down, each in its own way. What comes back is what a client then has to live with. */
export const outages: Readonly<Record<string, (sandbox: Sandbox) => Access>> = {
  "no wire down": (sandbox) => sandbox,
  "Futures REST down: requests go unanswered and undone": (sandbox) => {
    sandbox.faults.next({ transport: "notAppliedLostAnswer", times: FOR_EVER });
    return sandbox;
  },
  "WebSocket v2 down: no connection is let in": (sandbox) => {
    sandbox.faults.next({ interface: "ws-v2", webSocket: "connectionRefused", times: FOR_EVER });
    return sandbox;
  },
  "legacy WebSocket down: requests are swallowed": (sandbox) => {
    sandbox.faults.next({ interface: "ws-legacy", webSocket: "lostRequest", times: FOR_EVER });
    return sandbox;
  },
  "FIX down: nobody listens": ({ urls, credentials }) => ({
    // Nobody may listen on port 1 of this machine but its administrator.
    urls: { ...urls, fix: { ...urls.fix, port: 1 }, fixDerivatives: { ...urls.fixDerivatives, port: 1 } },
    credentials,
  }),
};
