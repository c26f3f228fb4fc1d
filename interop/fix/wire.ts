import { connect, createServer, type Socket } from "node:net";

/** A network between the two sides that can be cut, and can lose what one of them says. */
export interface Wire {
  readonly port: number;
  /** Connections carried so far. */
  readonly connections: number;
  /** Loses what goes to one side from now on, until `carry` or the next connection. */
  swallow(to: "server" | "client"): void;
  /** Resolves once something was lost since then. */
  readonly lost: Promise<void>;
  carry(): void;
  /** Breaks every connection off; as long as it is down, new ones fail too. */
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

/** @param target the port of the accepting side, asked for at each connection */
export async function openWire(target: () => number): Promise<Wire> {
  const sockets = new Set<Socket>();
  let swallowed: "server" | "client" | undefined;
  let lost = Promise.withResolvers<void>();
  let down = false;
  let connections = 0;
  const server = createServer((client) => {
    if (down) {
      client.resetAndDestroy();
      return;
    }
    connections += 1;
    swallowed = undefined;
    const onward = connect({ port: target(), host: "127.0.0.1" });
    client.setNoDelay(true);
    onward.setNoDelay(true);
    for (const [from, to, side] of [
      [client, onward, "server"],
      [onward, client, "client"],
    ] as const) {
      sockets.add(from);
      from.on("data", (bytes) => {
        if (swallowed !== side) to.write(bytes);
        else lost.resolve();
      });
      from.on("end", () => to.end());
      from.on("error", () => to.destroy());
      from.on("close", () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const cut = (): void => {
    down = true;
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    get connections() {
      return connections;
    },
    swallow(to) {
      swallowed = to;
      lost = Promise.withResolvers();
    },
    get lost() {
      return lost.promise;
    },
    carry() {
      swallowed = undefined;
    },
    cut,
    mend() {
      down = false;
    },
    async close() {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A port nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== "object" || address === null) throw new Error("no free port");
  return address.port;
}
