// A book over the legacy WebSocket, every message verified against its checksum, and nothing else.
import { connect, openBook } from "@x/ws-legacy";

const kraken = connect();
for await (const change of openBook(kraken, { pair: "XBT/USD" })) console.log(change.type);
