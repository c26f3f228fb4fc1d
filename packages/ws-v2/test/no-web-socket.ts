// Run by no-web-socket.test.ts in a Node without a WebSocket of its own.
import { WebSocket } from "ws";
import { cancelAll, connect } from "../src/index.ts";

const [, , url = ""] = process.argv;
let refused: unknown;
try {
  connect({ url, token: "t0ken" });
} catch (error) {
  refused = String(error);
}
const ws = connect({ url, token: "t0ken", WebSocket });
console.log(JSON.stringify([typeof globalThis.WebSocket, refused, await ws.call(cancelAll, {})]));
await ws.close();
