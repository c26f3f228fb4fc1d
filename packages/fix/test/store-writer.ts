// Sends numbers as fast as it can until it is killed, and tells each only after the store has kept it.
import { FileStore } from "../src/store/file-store.ts";

const store = new FileStore(process.argv[2] ?? "");
for (let MsgSeqNum = 1; ; MsgSeqNum++) {
  store.sent(MsgSeqNum, new Uint8Array(50).fill(MsgSeqNum & 0xff));
  store.commit();
  await new Promise((resolve) => process.send?.(MsgSeqNum, resolve));
}
