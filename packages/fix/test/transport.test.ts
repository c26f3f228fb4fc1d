import { once } from "node:events";
import { createServer, type LookupFunction, type Server, type Socket } from "node:net";
import { createServer as createTlsServer, type TLSSocket } from "node:tls";
import { afterEach, describe, expect, test } from "vitest";
import { tcp } from "../src/transport/tcp.ts";
import type { Transport } from "../src/transport/transport.ts";
import { cert, key } from "./fixtures/tls.ts";

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0).reverse()) close();
});

async function listening(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => sockets.add(socket));
  closing.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("not listening");
  return address.port;
}

/** A server's view of each TLS connection, and its port. */
async function secure(options = {}): Promise<{ port: number; seen: { name: unknown; version: unknown }[] }> {
  const seen: { name: unknown; version: unknown }[] = [];
  const server = createTlsServer({ key, cert, ...options }, (socket: TLSSocket) => {
    seen.push({ name: (socket as { servername?: unknown }).servername, version: socket.getProtocol() });
  });
  server.on("tlsClientError", () => undefined);
  return { port: await listening(server), seen };
}

/** Says that every name is this machine, and remembers being asked. */
function looksUp(): { lookup: LookupFunction; asked: string[] } {
  const asked: string[] = [];
  const lookup: LookupFunction = (host, options, answer) => {
    asked.push(host);
    if (options.all === true) answer(null, [{ address: "127.0.0.1", family: 4 }]);
    else answer(null, "127.0.0.1", 4);
  };
  return { lookup, asked };
}

const handlers = { received: () => undefined, closed: () => undefined };
const opened = async (opening: Promise<Transport>) => {
  const transport = await opening;
  closing.push(() => transport.close());
  return transport;
};

describe("TLS", () => {
  test("is 1.3, tells the name of the host, and checks the certificate against it", async () => {
    const { port, seen } = await secure();
    const { lookup } = looksUp();
    await opened(tcp({ host: "fix.test", port, tls: { ca: cert }, socket: { lookup } })(handlers));
    await expect.poll(() => seen).toEqual([{ name: "fix.test", version: "TLSv1.3" }]);
    const elsewhere = tcp({ host: "elsewhere.test", port, tls: { ca: cert }, socket: { lookup } })(handlers);
    await expect(elsewhere).rejects.toMatchObject({ code: "ERR_TLS_CERT_ALTNAME_INVALID" });
    const unknown = tcp({ host: "fix.test", port, tls: true, socket: { lookup } })(handlers);
    await expect(unknown).rejects.toMatchObject({ code: "DEPTH_ZERO_SELF_SIGNED_CERT" });
  });

  test("below 1.3 is refused, unless the caller says otherwise", async () => {
    const { port } = await secure({ maxVersion: "TLSv1.2" });
    const { lookup } = looksUp();
    const to = { host: "fix.test", port, socket: { lookup } };
    await expect(tcp({ ...to, tls: { ca: cert } })(handlers)).rejects.toThrow();
    await opened(tcp({ ...to, tls: { ca: cert, minVersion: "TLSv1.2" } })(handlers));
  });

  test("another server name can be told", async () => {
    const { port, seen } = await secure();
    const tls = { ca: cert, servername: "other.test" };
    await opened(tcp({ host: "127.0.0.1", port, tls })(handlers));
    await expect.poll(() => seen).toEqual([{ name: "other.test", version: "TLSv1.3" }]);
  });
});

describe("TCP", () => {
  test("looks the host up at each connect", async () => {
    const port = await listening(createServer());
    const { lookup, asked } = looksUp();
    const open = tcp({ host: "fix.test", port, socket: { lookup } });
    for (let time = 0; time < 3; time++) await opened(open(handlers));
    expect(asked).toEqual(["fix.test", "fix.test", "fix.test"]);
  });

  test("passes socket options through", async () => {
    const server = createServer();
    const port = await listening(server);
    const connection = once(server, "connection");
    await opened(tcp({ host: "127.0.0.1", port, socket: { localAddress: "127.0.0.2" } })(handlers));
    const [socket] = (await connection) as [Socket];
    expect(socket.remoteAddress).toBe("127.0.0.2");
  });

  test("does not wait for ever", async () => {
    const { port } = { port: await listening(createServer()) };
    // The server accepts and never begins TLS.
    const opening = tcp({ host: "127.0.0.1", port, tls: true, connectTimeout: 30 })(handlers);
    await expect(opening).rejects.toThrow(/within 30 ms/);
  });

  test("tells when what was sent has left, and that the other side is gone", async () => {
    const server = createServer((socket) => socket.pause());
    const port = await listening(server);
    const connection = once(server, "connection");
    let closed = false;
    const transport = await opened(
      tcp({ host: "127.0.0.1", port })({
        ...handlers,
        closed: () => {
          closed = true;
        },
      }),
    );
    const [socket] = (await connection) as [Socket];
    let drained = false;
    transport.send(new Uint8Array(50_000_000));
    transport.whenDrained?.(() => {
      drained = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(drained).toBe(false);
    socket.resume();
    await expect.poll(() => drained).toBe(true);
    socket.destroy();
    await expect.poll(() => closed).toBe(true);
  });
});
