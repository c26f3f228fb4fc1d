// The first program once more, through the namespace of the umbrella's root.
import { futuresRest } from "@x/kraken";

const futures = futuresRest.createClient({ credentials: { apiKey: "key", apiSecret: "c2VjcmV0" } });
const { cancelStatus } = await futures.call(futuresRest.cancelAllOrders, {});
console.log(cancelStatus.status);
