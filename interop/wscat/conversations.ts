import type { Sandbox } from "@x/sandbox";

/** What somebody types, and what then must be among the lines that come. */
export interface Conversation {
  readonly name: string;
  readonly url: (urls: Sandbox["urls"]) => string;
  /** Frames as typed. `token` is a session token. */
  readonly says: (token: string) => readonly string[];
  /** Each in this order; others may come between. */
  readonly hears: readonly RegExp[];
  /** How many spot orders are open afterwards. Default: 0. */
  readonly open?: number;
}

const ORDER = '"order_type":"limit","side":"buy","symbol":"BTC/USD","order_qty":0.1,"limit_price":50000';

export const conversations: readonly Conversation[] = [
  {
    name: "v2 market data",
    url: (urls) => urls.wsV2Public,
    says: () => [
      '{"method":"ping","req_id":7}',
      '{"method":"subscribe","params":{"channel":"book","symbol":["BTC/USD"],"depth":10}}',
      '{"method":"subscribe","params":{"channel":"ticker","symbol":["BTC/USD"]}}',
      '{"method":"unsubscribe","params":{"channel":"book","symbol":["BTC/USD"],"depth":10}}',
    ],
    hears: [
      /^\{"channel":"status","type":"update",/,
      /^\{"method":"pong","req_id":7,/,
      /^\{"method":"subscribe",.*"channel":"book".*"success":true/,
      // Numbers keep their zeros.
      /^\{"channel":"book","type":"snapshot",.*"qty":0\.\d{8}\}.*"checksum":\d+/,
      /^\{"channel":"ticker","type":"snapshot",/,
      /^\{"method":"unsubscribe",.*"success":true/,
    ],
  },
  {
    name: "v2 trading",
    url: (urls) => urls.wsV2,
    says: (token) => [
      `{"method":"subscribe","params":{"channel":"executions","token":"${token}","snap_orders":true}}`,
      `{"method":"add_order","params":{${ORDER},"token":"${token}"},"req_id":1}`,
      `{"method":"cancel_all","params":{"token":"${token}"},"req_id":2}`,
    ],
    hears: [
      /^\{"channel":"executions","type":"snapshot",/,
      /^\{"method":"add_order","req_id":1,"result":\{"order_id":"O.*"success":true/,
      /^\{"method":"cancel_all","req_id":2,"result":\{"count":1\}/,
    ],
  },
  {
    name: "v2 orders that stay",
    url: (urls) => urls.wsV2,
    says: (token) => [`{"method":"add_order","params":{${ORDER},"token":"${token}"}}`],
    hears: [/^\{"method":"add_order",.*"success":true/],
    open: 1,
  },
  {
    name: "v2 mistakes",
    url: (urls) => urls.wsV2,
    says: (token) => [
      "hello?",
      '{"method":"dance"}',
      `{"method":"add_order","params":{${ORDER},"token":"guessed"}}`,
      `{"method":"add_order","params":{${ORDER.replace("50000", "50000.123")},"token":"${token}"}}`,
    ],
    hears: [
      /"error":"Malformed request"/,
      /"error":"Unsupported method"/,
      /"error":"ESession:Invalid session"/,
      /"error":"EOrder:Tick size check failed"/,
    ],
  },
  {
    name: "legacy market data",
    url: (urls) => urls.wsLegacyPublic,
    says: () => [
      '{"event":"ping","reqid":7}',
      '{"event":"subscribe","pair":["XBT/USD"],"subscription":{"name":"book","depth":10}}',
    ],
    hears: [
      /^\{"connectionID":\d+,"event":"systemStatus","status":"online",/,
      /^\{"event":"pong","reqid":7\}/,
      /"pair":"XBT\/USD","status":"subscribed".*"event":"subscriptionStatus"/,
      /^\[\d+,\{"as":\[\["\d+\.\d{5}","\d+\.\d{8}","\d+\.\d{6}"/,
    ],
  },
  {
    name: "legacy trading",
    url: (urls) => urls.wsLegacy,
    says: (token) => [
      `{"event":"subscribe","subscription":{"name":"openOrders","token":"${token}"}}`,
      `{"event":"addOrder","token":"${token}","pair":"XBT/USD","type":"buy","ordertype":"limit","price":"50000","volume":"0.1"}`,
      `{"event":"cancelAll","token":"${token}"}`,
    ],
    hears: [
      /^\[\[\],"openOrders",\{"sequence":1\}\]$/,
      /"event":"addOrderStatus".*"status":"ok"/,
      /"count":1.*"event":"cancelAllStatus"|"event":"cancelAllStatus".*"count":1/,
    ],
  },
];
