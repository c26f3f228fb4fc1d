import type { OrderChangeView, SandboxEvent } from "./admin/events.ts";
import type { OrderView } from "./admin/snapshot.ts";
import type { FixCredentials } from "./credentials.ts";
import type { KnownFaults } from "./faults.ts";
import type { Sandbox } from "./sandbox.ts";
import type { FixUrl } from "./sandbox-options.ts";

/** The one place that prints credentials, on purpose: they are good for this sandbox only, until it stops. */
export function describeSandbox({
  urls,
  adminToken,
  credentials: { futures, spot, fix, fixDerivatives },
}: Pick<Sandbox, "urls" | "adminToken" | "credentials">): string {
  const lines: Line[] = [
    ["Futures REST", urls.futuresRest],
    ["  apiKey", futures.apiKey],
    ["  apiSecret", futures.apiSecret],
    undefined,
    ["Spot REST", urls.spotRest],
    ["  session token", `${urls.spotRest}/private/GetWebSocketsToken`],
    ["WebSocket v2", urls.wsV2],
    ["  market data", urls.wsV2Public],
    ["  books by order", urls.wsV2Level3],
    ["legacy WebSocket", urls.wsLegacy],
    ["  market data", urls.wsLegacyPublic],
    ["  apiKey", spot.apiKey],
    ["  apiSecret", spot.apiSecret],
    undefined,
    ...describeFix("FIX, spot", urls.fix, fix),
    ["  market data", `${address(urls.fixMarketData)}, KRAKEN-MD`],
    ["  level 3", `${address(urls.fixLevel3)}, KRAKEN-MD`],
    undefined,
    ...describeFix("FIX, derivatives", urls.fixDerivatives, fixDerivatives),
    ["  market data", `${address(urls.fixDerivativesMarketData)}, KRAKEN-DRV-MD`],
    ["  level 3", `${address(urls.fixDerivativesLevel3)}, KRAKEN-DRV-MD`],
  ];
  if (urls.admin !== undefined && adminToken !== undefined) {
    lines.push(
      undefined,
      ["admin endpoint", urls.admin],
      ["  token", adminToken],
      // Behind #, so that no browser sends it anywhere.
      ["  web page", `${urls.admin}/#${adminToken}`],
    );
  }
  const body = lines.map((line) => (line === undefined ? "" : `${line[0].padEnd(18)} ${line[1]}`));
  return ["Simulated Kraken exchange. Stop it with Ctrl-C.", "", ...body].join("\n");
}

type Line = readonly [name: string, value: string] | undefined;

function describeFix(name: string, url: FixUrl, key: FixCredentials): Line[] {
  return [
    [name, address(url)],
    ["  senderCompID", key.senderCompID],
    ["  targetCompID", key.targetCompID],
    ["  apiKey", key.apiKey],
    ["  apiSecret", key.apiSecret],
  ];
}

function address({ host, port }: FixUrl): string {
  return `${host}:${port}`;
}

/** Every fault by name, as `--fault` takes it. */
export function listFaults(known: readonly KnownFaults[]): string {
  return known
    .map(({ interface: spoken, faults, operations }) =>
      [
        ...faults.map((fault) => `${spoken}:${fault}`),
        `  operations of ${spoken}: ${operations.join(" ")}`,
      ].join("\n"),
    )
    .join("\n\n");
}

/** A line for what happened, for logs; nothing for what only a picture shows. */
export function eventLine({ event, data }: SandboxEvent): string | undefined {
  switch (event) {
    case "order":
      return `${timeOf(data.at)} ${data.order.venue} order ${orderLine(data)}`;
    case "trade":
      return `${timeOf(data.at)} ${data.venue} trade ${data.symbol} ${data.side} ${data.quantity} @ ${data.price}`;
    case "session": {
      const { interface: spoken, name, since } = data.session;
      return `${timeOf(since)} session ${data.kind} ${spoken} ${name}`;
    }
    case "faults":
      return `faults waiting: ${data.reduce((sum, { left }) => sum + left, 0)}`;
    default:
      return undefined;
  }
}

function orderLine({ kind, order }: OrderChangeView): string {
  return `${kind} ${order.symbol} ${orderText(order)} ${order.id}`;
}

/** `buy 0.1 (0.05 filled) limit @ 50000` */
export function orderText({ side, quantity, filled, type, price, trigger }: OrderView): string {
  const done = filled === "0" ? "" : ` (${filled} filled)`;
  const at = [trigger !== undefined && `at ${trigger}`, price !== undefined && `@ ${price}`];
  return [`${side} ${quantity}${done} ${type}`, ...at.filter((part) => part !== false)].join(" ");
}

/** `09:15:42.117`, UTC. */
export function timeOf(at: number): string {
  return new Date(at).toISOString().slice(11, 23);
}
