import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { granted, say, startExchange } from "./exchange.ts";

const program = fileURLToPath(new URL("no-web-socket.ts", import.meta.url));

it("a platform without a WebSocket says what to pass, and works with that of the package ws", async () => {
  const exchange = await startExchange((request, socket) => say(socket, granted(request, { count: 3 })));
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [
      "--no-experimental-websocket",
      program,
      exchange.url,
    ]);
    const [platform, refused, answer] = JSON.parse(stdout) as unknown[];
    expect(platform).toBe("undefined");
    expect(refused).toBe("WsV2Error: /WebSocket is missing, and this platform has none of its own");
    expect(answer).toEqual({ count: 3 });
  } finally {
    await exchange.close();
  }
}, 20_000);
