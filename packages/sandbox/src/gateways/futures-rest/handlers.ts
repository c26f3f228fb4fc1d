import { accountHandlers } from "./account.ts";
import { analyticsHandlers } from "./analytics.ts";
import { assignmentHandlers } from "./assignment-program.ts";
import { batchOrderHandler } from "./batch-order.ts";
import { cancelAllOrdersAfterHandler, cancelAllOrdersHandler } from "./cancel-all-orders.ts";
import { cancelOrderHandler } from "./cancel-order.ts";
import { chartHandlers } from "./charts.ts";
import { editOrderHandler } from "./edit-order.ts";
import type { FuturesHandler } from "./handler.ts";
import { accountHistoryHandlers } from "./history-account.ts";
import { marketHistoryHandlers } from "./history-market.ts";
import { orderHistoryHandlers } from "./history-orders.ts";
import { instrumentHandlers } from "./instruments.ts";
import { getOpenOrdersHandler, getOrderStatusHandler } from "./list-orders.ts";
import { marketDataHandlers } from "./market-data.ts";
import { portfolioHandlers } from "./portfolio-margining.ts";
import { preferenceHandlers } from "./preferences.ts";
import { rfqOfferHandlers } from "./rfq-offers.ts";
import { rfqHandlers } from "./rfqs.ts";
import { sendOrderHandler } from "./send-order.ts";
import { subaccountHandlers } from "./subaccounts.ts";
import { transferHandlers } from "./transfers.ts";

/** Every operation the venue answers; a test holds the list against what the client package exports. */
export const handlers: readonly FuturesHandler[] = [
  sendOrderHandler,
  editOrderHandler,
  cancelOrderHandler,
  batchOrderHandler,
  cancelAllOrdersHandler,
  cancelAllOrdersAfterHandler,
  getOpenOrdersHandler,
  getOrderStatusHandler,
  ...preferenceHandlers,
  ...accountHandlers,
  ...portfolioHandlers,
  ...marketDataHandlers,
  ...instrumentHandlers,
  ...subaccountHandlers,
  ...transferHandlers,
  ...assignmentHandlers,
  ...rfqHandlers,
  ...rfqOfferHandlers,
  ...accountHistoryHandlers,
  ...orderHistoryHandlers,
  ...marketHistoryHandlers,
  ...chartHandlers,
  ...analyticsHandlers,
];

/** What can be made to fail. */
export const faultable: ReadonlyMap<string, { readonly hasStatus: boolean }> = new Map(
  handlers.map(({ descriptor, refuse }) => [descriptor.name, { hasStatus: refuse !== undefined }]),
);
