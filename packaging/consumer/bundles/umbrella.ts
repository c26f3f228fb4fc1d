// The first program again, through the umbrella's subpath.
import { cancelAllOrders, createClient } from "@x/kraken/futures-rest";

const futures = createClient({ credentials: { apiKey: "key", apiSecret: "c2VjcmV0" } });
const { cancelStatus } = await futures.call(cancelAllOrders, {});
console.log(cancelStatus.status);
