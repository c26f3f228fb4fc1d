import { connect as connectPlain, isIP, type Socket, type TcpNetConnectOpts } from "node:net";
import { type ConnectionOptions, connect as connectTls } from "node:tls";
import type { OpenTransport, Transport, TransportHandlers } from "./transport.ts";

/** Options of `node:net` that are passed through: local address, address family, a `lookup` of one's own, keep-alive. */
export type SocketOptions = Omit<TcpNetConnectOpts, "host" | "port" | "onread">;

export interface TcpOptions {
  /** Resolved anew at each connect. */
  readonly host: string;
  readonly port: number;
  /**
   * TLS options of `node:tls`; `true` for the defaults: TLS 1.3 at least, the name of the host told to the server (SNI),
   * its certificate checked.
   */
  readonly tls?: boolean | ConnectionOptions;
  readonly socket?: SocketOptions;
  /** Milliseconds to wait for the connection, TLS included. Default 10,000. */
  readonly connectTimeout?: number;
}

/** A transport over TCP, with TLS where asked for. */
export function tcp(options: TcpOptions): OpenTransport {
  const { host, port, tls = false, socket: given, connectTimeout = 10_000 } = options;
  return (handlers) =>
    new Promise((resolve, reject) => {
      const socket = tls
        ? connectTls({
            ...given,
            host,
            port,
            // A name is told to the server (SNI); an address must not be.
            ...(isIP(host) === 0 && { servername: host }),
            minVersion: "TLSv1.3",
            ...(tls === true ? {} : tls),
          })
        : connectPlain({ ...given, host, port });
      const fail = (cause: Error): void => {
        clearTimeout(deadline);
        socket.destroy();
        reject(cause);
      };
      const deadline = setTimeout(
        () => fail(new Error(`no connection to ${host}:${port} within ${connectTimeout} ms`)),
        connectTimeout,
      );
      socket.once("error", fail);
      socket.once("close", () => fail(new Error(`${host}:${port} closed the connection at once`)));
      socket.once(tls ? "secureConnect" : "connect", () => {
        clearTimeout(deadline);
        socket.off("error", fail);
        socket.removeAllListeners("close");
        resolve(overSocket(socket, handlers));
      });
    });
}

/** A transport over a socket that is connected already. */
export function overSocket(socket: Socket, handlers: TransportHandlers): Transport {
  let cause: Error | undefined;
  // FIX messages are small and each is awaited by someone.
  socket.setNoDelay(true);
  socket.on("data", (bytes: Uint8Array) => handlers.received(bytes));
  socket.on("error", (error) => {
    cause = error;
  });
  socket.on("close", () => handlers.closed(cause));
  return {
    send(bytes) {
      if (socket.writable) socket.write(bytes);
    },
    close() {
      socket.end();
      // A counterparty that never ends its side must not keep ours open.
      setTimeout(() => socket.destroy(), 1_000).unref();
    },
    whenDrained(run) {
      if (socket.writableNeedDrain) socket.once("drain", run);
      else setImmediate(run);
    },
  };
}
