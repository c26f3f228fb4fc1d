import { createHash, createHmac } from "node:crypto";
import { Agent, request } from "node:http";
import { connect as connectTcp } from "node:net";
import { Worker } from "node:worker_threads";
import { WebSocket } from "ws";
import { logonPassword } from "../../packages/fix/src/index.ts";
import type { SandboxCredentials, SandboxUrls } from "../../packages/sandbox/src/index.ts";
import { webSocketsToken } from "../../packages/ws-v2/src/index.ts";

/** How many orders are on their way at once. */
const WINDOW = 16;

export interface Servers {
  readonly urls: SandboxUrls;
  readonly credentials: SandboxCredentials;
  readonly echo: { readonly http: string; readonly webSocket: string; readonly tcp: number };
}

/** One end of a connection: sends an order, and calls back for each that has been answered. */
export interface Wire {
  send(): void;
  answered: () => void;
  close(): void;
}

export async function startServers(): Promise<{ servers: Servers; stop: () => Promise<unknown> }> {
  const worker = new Worker(new URL("./gateway-servers.ts", import.meta.url));
  const servers = await new Promise<Servers>((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
  });
  return { servers, stop: () => worker.terminate() };
}

/** Sends so many orders over wires in turn, never more than the window at once. Gives the microseconds for each. */
export async function drive(wires: readonly Wire[], orders: number): Promise<number> {
  const begin = performance.now();
  await new Promise<void>((resolve) => {
    let sent = 0;
    let done = 0;
    const send = () => {
      if (sent < orders) (wires[sent++ % wires.length] as Wire).send();
    };
    for (const wire of wires) {
      wire.answered = () => {
        done += 1;
        if (done === orders) resolve();
        else send();
      };
    }
    for (let i = 0; i < WINDOW; i++) send();
  });
  return ((performance.now() - begin) * 1000) / orders;
}

/** An immediate-or-cancel order that finds nothing to trade with, over Futures REST. */
export function restWire(base: string, { apiKey, apiSecret }: SandboxCredentials["futures"]): Wire {
  const path = "/derivatives/api/v3/sendorder";
  const body = "orderType=ioc&symbol=PF_XBTUSD&side=buy&size=0.01&limitPrice=100";
  const signed = createHash("sha256").update(`${body}/api/v3/sendorder`).digest();
  const authent = createHmac("sha512", Buffer.from(apiSecret, "base64")).update(signed).digest("base64");
  const agent = new Agent({ keepAlive: true, maxSockets: WINDOW });
  const headers = {
    "content-type": "application/x-www-form-urlencoded",
    "content-length": body.length,
    APIKey: apiKey,
    Authent: authent,
  };
  const wire: Wire = {
    send() {
      request(`${base}${path}`, { method: "POST", agent, headers }, (response) => {
        response.resume();
        response.on("end", () => wire.answered());
      }).end(body);
    },
    answered: () => {},
    close: () => agent.destroy(),
  };
  return wire;
}

/** The same on spot over a WebSocket, in either dialect. `isAnswer` says which frames answer an order. */
async function webSocketWire(
  url: string,
  order: (id: number) => object,
  isAnswer: (text: string) => boolean,
): Promise<Wire> {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  let id = 0;
  const wire: Wire = {
    send: () => socket.send(JSON.stringify(order(++id))),
    answered: () => {},
    close: () => socket.terminate(),
  };
  socket.on("message", (data) => {
    if (isAnswer(data.toString())) wire.answered();
  });
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
  return wire;
}

export async function tokenOf({ urls, credentials }: Servers): Promise<string> {
  return await webSocketsToken({ ...credentials.spot, baseUrl: urls.spotRest })();
}

export function v2Wire(url: string, token: string): Promise<Wire> {
  const params = {
    ...{ order_type: "limit", side: "buy", symbol: "BTC/USD", order_qty: 0.001, limit_price: 30000 },
    ...{ time_in_force: "ioc", token },
  };
  return webSocketWire(
    url,
    (req_id) => ({ method: "add_order", params, req_id }),
    (text) => text.includes('"add_order"'),
  );
}

export function legacyWire(url: string, token: string): Promise<Wire> {
  const order = {
    ...{ event: "addOrder", token, pair: "XBT/USD", type: "buy", ordertype: "limit" },
    ...{ price: "30000", volume: "0.001", timeinforce: "IOC" },
  };
  return webSocketWire(
    url,
    (reqid) => ({ ...order, reqid }),
    (text) => text.includes("addOrder"),
  );
}

/** The same on spot over FIX: its answer is the report that the order is canceled, after the one that it is pending. */
export async function fixWire(
  port: number,
  { senderCompID, targetCompID, apiKey, apiSecret }: SandboxCredentials["fix"],
  logsOn: boolean,
): Promise<Wire> {
  const socket = connectTcp({ port, host: "127.0.0.1", noDelay: true });
  await new Promise((resolve) => socket.once("connect", resolve));
  let number = 0;
  let lastId = Date.now() * 1000;
  const send = (type: string, body: string) => {
    const time = new Date().toISOString().replaceAll("-", "").replace("T", "-").slice(0, -1);
    number += 1;
    const head = `35=${type}|34=${number}|49=${senderCompID}|56=${targetCompID}|52=${time}|`;
    const content = `${head}${body.replace("NOW", time)}`.replaceAll("|", "\u0001");
    const text = `8=FIX.4.4\u00019=${content.length}\u0001${content}`;
    let sum = 0;
    for (let i = 0; i < text.length; i++) sum += text.charCodeAt(i);
    socket.write(`${text}10=${String(sum % 256).padStart(3, "0")}\u0001`, "latin1");
  };
  const wire: Wire = {
    send() {
      lastId += 1;
      send("D", `11=${lastId}|55=BTC/USD|54=1|40=2|44=30000|38=0.001|59=3|60=NOW|`);
    },
    answered: () => {},
    close: () => socket.destroy(),
  };
  const mark = logsOn ? "|150=4|" : "|35=D|";
  let rest = "";
  let loggedOn: () => void = () => {};
  socket.on("data", (bytes) => {
    const messages = (rest + bytes.toString("latin1").replaceAll("\u0001", "|")).split(/(?<=\|10=\d{3}\|)/);
    const last = messages.at(-1) ?? "";
    rest = /\|10=\d{3}\|$/.test(last) ? "" : (messages.pop() ?? "");
    for (const message of messages) {
      if (message.includes(mark)) wire.answered();
      else if (message.includes("|35=A|")) loggedOn();
    }
  });
  if (logsOn) {
    const nonce = String(Date.now());
    const signature = { apiKey, apiSecret, nonce, MsgSeqNum: 1 };
    const password = await logonPassword({
      ...{ ...signature, SenderCompID: senderCompID, TargetCompID: targetCompID },
    });
    const accepted = new Promise<void>((resolve) => {
      loggedOn = resolve;
    });
    send("A", `98=0|108=0|141=Y|553=${apiKey}|554=${password}|5025=${nonce}|`);
    await accepted;
  }
  return wire;
}
