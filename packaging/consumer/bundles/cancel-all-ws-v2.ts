// "Cancel all spot orders" over WebSocket v2, and nothing else.
import { cancelAll, connect } from "@x/ws-v2";

const kraken = connect({ token: "token" });
const { count } = await kraken.call(cancelAll, {});
console.log(count);
