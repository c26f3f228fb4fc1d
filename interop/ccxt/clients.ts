import type { Sandbox } from "@x/sandbox";
import type { Ccxt, CcxtExchange } from "./ccxt.ts";

/** ccxt's exchanges that speak to Kraken. */
export const exchanges = ["kraken", "krakenfutures"] as const;
export type ExchangeName = (typeof exchanges)[number];

/** One of ccxt's exchanges, its URLs overridden, everything else as ccxt has it. */
export function openClient(ccxt: Ccxt, name: ExchangeName, sandbox: Sandbox): CcxtExchange {
  const Exchange = ccxt.pro[name];
  if (Exchange === undefined) throw new Error(`ccxt has no ${name}`);
  return new Exchange(settings[name](sandbox));
}

const settings: Record<ExchangeName, (sandbox: Sandbox) => object> = {
  kraken: ({ urls, credentials: { spot } }) => {
    const rest = urls.spotRest.replace(/\/0$/, "");
    return {
      apiKey: spot.apiKey,
      secret: spot.apiSecret,
      enableRateLimit: false,
      urls: {
        api: {
          public: rest,
          private: rest,
          ws: {
            public: urls.wsLegacyPublic,
            private: urls.wsLegacy,
            publicV2: urls.wsV2Public,
            privateV2: urls.wsV2,
          },
        },
      },
    };
  },
  krakenfutures: ({ urls: { futuresRest }, credentials: { futures } }) => ({
    apiKey: futures.apiKey,
    secret: futures.apiSecret,
    enableRateLimit: false,
    urls: {
      api: {
        public: `${futuresRest}/derivatives/api/`,
        private: `${futuresRest}/derivatives/api/`,
        charts: `${futuresRest}/api/charts/`,
        history: `${futuresRest}/api/history/`,
        feeschedules: `${futuresRest}/api/feeschedules/`,
        ws: `${futuresRest.replace("http", "ws")}/ws/v1`,
      },
    },
  }),
};
