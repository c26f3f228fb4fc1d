/** What an order's cancellation is told by, but for the ids it is known by. */
export const report = {
  CumQty: "0",
  ExecID: "E1",
  OrderID: "O1",
  OrderQty: "1",
  OrdStatus: "4",
  OrdType: "1",
  Side: "1",
  Symbol: "BTC/USD",
  TimeInForce: "1",
  ExecType: "4",
  LeavesQty: "0",
} as const;
