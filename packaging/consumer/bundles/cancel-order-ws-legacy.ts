// "Cancel one spot order" over the legacy WebSocket, and nothing else.
import { cancelOrder, connect } from "@x/ws-legacy";

const kraken = connect({ token: "token" });
await kraken.call(cancelOrder, { txid: ["OGTT3Y-C6I3P-XRI6HX"] });
