// "Cancel all futures orders", signed and checked, and nothing else.
import { cancelAllOrders, createClient } from "@x/futures-rest";

const futures = createClient({ credentials: { apiKey: "key", apiSecret: "c2VjcmV0" } });
const { cancelStatus } = await futures.call(cancelAllOrders, {});
console.log(cancelStatus.status);
