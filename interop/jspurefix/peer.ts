// jspurefix as one side of a session, made with our dictionary. Its lines of output say what it saw: `ready`, `logon`,
// `in` and `out` with the message; its lines of input tell it what to do.
// Usage: node peer.ts <folder of the installation> acceptor|initiator <port>
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

interface View {
  toObject(): Request;
}

interface Session {
  send(msgType: string, message: object): void;
  done(): void;
}

interface Request {
  readonly ClOrdID: string;
  readonly Symbol: string;
  readonly Side: string;
  readonly OrdType: string;
  readonly OrderQty: number;
  readonly Price: number;
  readonly TimeInForce: string;
}

interface Order {
  readonly request: Request;
  readonly OrderID: string;
  filled: number;
  open: boolean;
}

/** The parts of jspurefix that are used. */
interface Engine {
  readonly AsciiSession: abstract new (config: object) => Session;
  readonly SessionLauncher: abstract new (
    initiator: object | null,
    acceptor: object | null,
    logs: object,
  ) => { exec(): void };
  readonly JsFixWinstonLogFactory: new (options: object) => object;
  readonly WinstonLogger: { consoleOptions(level: string): object };
}

const [installed = "", role = "", port = ""] = process.argv.slice(2);
const load = createRequire(join(installed, "package.json"));
load("reflect-metadata");
const engine: Engine = {
  ...load("jspurefix/dist/transport"),
  ...load("jspurefix/dist/runtime"),
  ...load("jspurefix/dist/config"),
};

function say(kind: string, text = ""): void {
  process.stdout.write(`${kind} ${text.replaceAll("\u0001", "|")}\n`);
}

const orders = new Map<string, Order>();
let executions = 0;
let current: Session | undefined;

function orderOf(id: string): Order {
  const order = orders.get(id);
  if (order === undefined) throw new Error(`no order ${id}`);
  return order;
}

function report(id: string, ExecType: string, more: object = {}): void {
  const order = orderOf(id);
  const { request, OrderID, filled, open } = order;
  const status = filled === request.OrderQty ? "2" : filled > 0 ? "1" : "0";
  current?.send("8", {
    ClOrdID: request.ClOrdID,
    OrderID,
    Symbol: request.Symbol,
    Side: request.Side,
    OrdType: request.OrdType,
    OrderQty: request.OrderQty,
    Price: request.Price,
    TimeInForce: request.TimeInForce,
    LeavesQty: open ? request.OrderQty - filled : 0,
    ExecID: `E${++executions}`,
    ExecType,
    OrdStatus: ExecType === "4" ? "4" : status,
    CumQty: filled,
    TransactTime: new Date(),
    ...more,
  });
}

function fill(id: string, quantity: number, price: number): void {
  const order = orderOf(id);
  order.filled += quantity;
  order.open = order.filled < order.request.OrderQty;
  report(id, "F", {
    LastQty: quantity,
    LastPx: price,
    AvgPx: price,
    SecondaryExecID: `S${executions}`,
    TradeID: String(executions),
    LiquidityInd: "0",
  });
}

function received(msgType: string, request: Request): void {
  if (msgType === "D") {
    orders.set(request.ClOrdID, { request, OrderID: `O${orders.size + 1}`, filled: 0, open: true });
    report(request.ClOrdID, "0");
  } else if (msgType === "q") {
    for (const [id, order] of orders) {
      if (!order.open) continue;
      order.open = false;
      report(id, "4", { ClOrdID: request.ClOrdID, OrigClOrdID: id });
    }
  }
}

class Peer extends engine.AsciiSession {
  onApplicationMsg(msgType: string, view: View): void {
    received(msgType, view.toObject());
  }

  onReady(): void {
    current = this;
    say("logon");
  }

  onStopped(): void {
    say("stopped");
  }

  onLogon(): boolean {
    return true;
  }

  onDecoded(_: string, text: string): void {
    say("in", text);
  }

  onEncoded(_: string, text: string): void {
    say("out", text);
  }
}

class Launcher extends engine.SessionLauncher {
  makeFactory(): object {
    return { makeSession: (config: object) => new Peer(config) };
  }
}

const accepts = role === "acceptor";
const [own, other] = accepts ? ["KRAKEN-TRD", "INTEROP"] : ["INTEROP", "KRAKEN-TRD"];
const session = {
  application: {
    type: role,
    name: "peer",
    reconnectSeconds: 1,
    protocol: "ascii",
    tcp: { host: "127.0.0.1", port: Number(port) },
    dictionary: fileURLToPath(new URL("../../packages/fix/dictionary/kraken-fix44.xml", import.meta.url)),
  },
  EncryptMethod: 0,
  ResetSeqNumFlag: false,
  HeartBtInt: 30,
  SenderCompId: own,
  TargetCompID: other,
  BeginString: "FIX.4.4",
};
const logs = new engine.JsFixWinstonLogFactory(engine.WinstonLogger.consoleOptions("error"));
new Launcher(accepts ? null : session, accepts ? session : null, logs).exec();
say("ready");

createInterface({ input: process.stdin }).on("line", (line) => {
  const [command = "", id = "", quantity, price] = line.split(" ");
  if (command === "quit") process.exit(0);
  else if (command === "logout") current?.done();
  else if (command === "fill") fill(id, Number(quantity), Number(price));
  else if (command === "order") {
    const ClOrdID = id;
    const terms = {
      Symbol: "BTC/USD",
      Side: "1",
      OrdType: "2",
      OrderQty: 10,
      Price: 28003.5,
      TimeInForce: "1",
    };
    current?.send("D", { ...terms, ClOrdID, TransactTime: new Date() });
  } else if (command === "cancel-all") {
    current?.send("q", { ClOrdID: id, TransactTime: new Date(), MassCancelRequestType: "7" });
  } else say("error", `no command ${command}`);
});
