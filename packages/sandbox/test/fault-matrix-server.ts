import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Credentials } from "@x/futures-rest";

/** Throw-away credentials with every character that an encoding changes. */
export const credentials: Credentials = {
  apiKey: "fault/matrix+key==",
  apiSecret: Buffer.from("~~~ no one may read this ???").toString("base64"),
};

/** One request that came, and what the exchange would have answered. */
export interface Asked {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The exchange's own answer, as text. */
  readonly valid: string;
  /** The credentials and the signature, as a careless gateway would print them. */
  readonly echo: string;
  /** Lets the client's deadline pass. */
  readonly expire: () => void;
}

export type Fault = (asked: Asked) => void;

export interface FaultServer {
  readonly baseUrl: string;
  /** When each request came, in milliseconds, and how it was signed. */
  readonly received: { readonly at: number; readonly authent: string }[];
  close(): Promise<void>;
}

/** A server on loopback that answers every request with the fault. `valid` has the right answers, by path. */
export async function startFaultServer(
  fault: Fault,
  valid: Readonly<Record<string, string>>,
  expire: () => void,
): Promise<FaultServer> {
  const received: { at: number; authent: string }[] = [];
  const server = createServer((request, response) => {
    const { apikey, authent = "" } = request.headers as Record<string, string>;
    received.push({ at: performance.now(), authent });
    request.resume().once("end", () =>
      fault({
        request,
        response,
        valid: valid[(request.url ?? "").split("/").at(-1) ?? ""] ?? "{}",
        expire,
        echo: [apikey, authent, encodeURIComponent(authent), credentials.apiSecret].join(" "),
      }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export const json = { "content-type": "application/json" };
