import { once } from "node:events";
import { createServer, connect as dial, type Server, type Socket } from "node:net";
import { afterEach } from "vitest";
import { type FixAcceptor, type ListenOptions, listen } from "../src/acceptor.ts";
import { numericClOrdIDs } from "../src/cl-ord-id.ts";
import { type ConnectOptions, connect } from "../src/client.ts";
import { FixError } from "../src/errors.ts";
import {
  executionReport,
  type Logon,
  MassCancelRequestType,
  orderMassCancelRequest,
} from "../src/generated/index.ts";
import { logonPassword } from "../src/session/password.ts";
import type { FixSession } from "../src/session/session.ts";
import { report } from "./report.ts";

export const credentials = {
  apiKey: "EXAMPLEKEY",
  apiSecret: "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
};
const ids = numericClOrdIDs();

/** Real time decides nothing here: neither a machine that stands still for a while, nor the hour of the day. */
const patient = { logonTimeout: 60_000, logoutTimeout: 60_000 } as const;

export const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** Judges a Logon as Kraken would: by its signature. */
export async function judge(logon: Logon) {
  const { Username = "", Password, Nonce = "", header } = logon;
  const right = await logonPassword({
    ...credentials,
    nonce: Nonce,
    MsgSeqNum: header.MsgSeqNum,
    SenderCompID: header.SenderCompID,
    TargetCompID: header.TargetCompID,
  });
  return Username === credentials.apiKey && Password === right
    ? ({ accepted: true } as const)
    : ({ accepted: false, text: "invalid credentials" } as const);
}

/** An exchange that confirms mass cancels of two orders. */
export async function exchange(options: Partial<ListenOptions> = {}): Promise<FixAcceptor> {
  const acceptor = await listen({
    senderCompID: "KRAKEN-TRD",
    authenticate: judge,
    unread: "refuse",
    ...patient,
    onSession: async (session) => {
      for await (const { ClOrdID } of session.messages(orderMassCancelRequest)) {
        for (const OrigClOrdID of ["1", "2"])
          session.send(executionReport, { ...report, ClOrdID, OrigClOrdID });
      }
    },
    ...options,
  });
  closing.push(() => acceptor.close());
  return acceptor;
}

export async function client(
  to: { port: number },
  options: Partial<ConnectOptions> = {},
): Promise<FixSession> {
  const session = await connect({
    host: "127.0.0.1",
    port: to.port,
    senderCompID: "CLIENT",
    targetCompID: "KRAKEN-TRD",
    credentials,
    rollover: false,
    ...patient,
    ...options,
  });
  closing.push(() => session.close());
  return session;
}

export const cancelAll = () => ({
  ClOrdID: ids.next(),
  TransactTime: new Date(),
  MassCancelRequestType: MassCancelRequestType.CancelAllOrders,
});

export async function caught(promise: Promise<unknown>): Promise<FixError> {
  const error = await promise.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (!FixError.is(error)) throw new Error("expected a FixError", { cause: error });
  return error;
}

export async function listening(server: Server): Promise<{ port: number }> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
  });
  closing.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("not listening");
  return { port: address.port };
}

/** A port at which nobody listens, nor can: it is one end of a connection. */
export async function unheard(): Promise<{ port: number }> {
  const { port } = await listening(createServer());
  const socket = dial({ host: "127.0.0.1", port });
  closing.push(() => socket.destroy());
  await once(socket, "connect");
  const { localPort } = socket;
  if (localPort === undefined) throw new Error("not connected");
  return { port: localPort };
}

/** A relay in front of an acceptor, whose sockets a test can cut. */
export async function relay(port: number, opened: (socket: Socket) => void): Promise<{ port: number }> {
  const server = createServer((near) => {
    const far = dial({ host: "127.0.0.1", port });
    for (const socket of [near, far]) {
      socket.on("error", () => undefined);
      opened(socket);
    }
    near.pipe(far);
    far.pipe(near);
  });
  return listening(server);
}
