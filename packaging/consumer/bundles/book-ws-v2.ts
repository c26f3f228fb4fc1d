// A book over WebSocket v2, every message verified against its checksum, and nothing else.
import { connect, openBook } from "@x/ws-v2";

const kraken = connect();
for await (const change of openBook(kraken, { symbol: "BTC/USD" })) console.log(change.type);
