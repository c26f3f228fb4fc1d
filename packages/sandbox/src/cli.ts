#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { FixCredentials } from "./credentials.ts";
import { readTape } from "./market/settings.ts";
import { type Sandbox, startSandbox } from "./sandbox.ts";
import type { FixUrl, SandboxOptions } from "./sandbox-options.ts";

const USAGE = `Usage: sandbox [options]

Starts a simulated Kraken exchange and runs until Ctrl-C. Prints where it listens and throw-away credentials for it.

Options:
  --port <port>      port of Futures REST, the token call and both WebSockets (default: any free one)
  --fix-port <port>  port of FIX (default: any free one)
  --admin-port <port>  open the admin endpoint, on this port of 127.0.0.1 (0: any free one)
  --seed <text>      order ids follow from it (default: sandbox)
  --host <address>   address to listen on (default: 127.0.0.1)
  --allow-remote     let --host be an address that other machines reach
  --market <kind>    what moves the markets: still, resting or synthetic (default: still)
  --tape <file>      replay a recorded market, one JSON object a line
  --state <file>     keep the state in a file and go on from it
  --json             print one line of JSON, for programs
  --help             print this`;

/** What the command line asks for, or the exit code it already earned. */
type Command = { readonly options: SandboxOptions; readonly json: boolean } | { readonly exitCode: number };

function readCommand(args: readonly string[]): Command {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        port: { type: "string" },
        "fix-port": { type: "string" },
        "admin-port": { type: "string" },
        seed: { type: "string" },
        host: { type: "string" },
        "allow-remote": { type: "boolean" },
        market: { type: "string" },
        tape: { type: "string" },
        state: { type: "string" },
        json: { type: "boolean" },
        help: { type: "boolean" },
      },
    });
    if (values.help === true) {
      console.log(USAGE);
      return { exitCode: 0 };
    }
    const options: SandboxOptions = {
      ports: {
        http: readPort("--port", values.port),
        fix: readPort("--fix-port", values["fix-port"]),
        admin: readPort("--admin-port", values["admin-port"]),
      },
      admin: values["admin-port"] !== undefined,
      ...(values.seed !== undefined && { seed: values.seed }),
      ...(values.host !== undefined && { host: values.host }),
      ...(values["allow-remote"] !== undefined && { allowRemote: values["allow-remote"] }),
      ...(values.state !== undefined && { state: values.state }),
      ...readMarket(values.market, values.tape),
    };
    return { options, json: values.json === true };
  } catch (error) {
    console.error(`${message(error)}\n\n${USAGE}`);
    return { exitCode: 2 };
  }
}

function readMarket(kind: string | undefined, tape: string | undefined): Pick<SandboxOptions, "market"> {
  if (tape !== undefined) {
    if (kind !== undefined) throw new RangeError("--tape: not together with --market");
    return { market: { tape: readTape(readFileSync(tape, "utf8")) } };
  }
  if (kind === undefined) return {};
  if (kind === "still" || kind === "resting" || kind === "synthetic") return { market: kind };
  throw new RangeError(`--market: expected still, resting or synthetic, got ${JSON.stringify(kind)}`);
}

function readPort(name: string, text: string | undefined): number {
  if (text === undefined) return 0;
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new RangeError(`${name}: expected a port from 0 to 65535, got ${JSON.stringify(text)}`);
}

/** The one place that prints credentials, on purpose: they are good for this sandbox only, until it stops. */
function describe({ urls, adminToken, credentials }: Sandbox): string {
  const { futures, spot, fix, fixDerivatives } = credentials;
  return `Simulated Kraken exchange. Stop it with Ctrl-C.

Futures REST       ${urls.futuresRest}
  apiKey           ${futures.apiKey}
  apiSecret        ${futures.apiSecret}

Session token      ${urls.spotRest}/private/GetWebSocketsToken
WebSocket v2       ${urls.wsV2}
  market data      ${urls.wsV2Public}
  books by order   ${urls.wsV2Level3}
legacy WebSocket   ${urls.wsLegacy}
  market data      ${urls.wsLegacyPublic}
  apiKey           ${spot.apiKey}
  apiSecret        ${spot.apiSecret}

${describeFix("FIX, spot", urls.fix, fix)}
  market data      ${address(urls.fixMarketData)}, KRAKEN-MD
  level 3          ${address(urls.fixLevel3)}, KRAKEN-MD

${describeFix("FIX, derivatives", urls.fixDerivatives, fixDerivatives)}
  market data      ${address(urls.fixDerivativesMarketData)}, KRAKEN-DRV-MD
  level 3          ${address(urls.fixDerivativesLevel3)}, KRAKEN-DRV-MD${
    adminToken === undefined
      ? ""
      : `

admin endpoint     ${urls.admin}
  token            ${adminToken}`
  }`;
}

function describeFix(name: string, url: FixUrl, key: FixCredentials): string {
  return `${name.padEnd(18)} ${address(url)}
  senderCompID     ${key.senderCompID}
  targetCompID     ${key.targetCompID}
  apiKey           ${key.apiKey}
  apiSecret        ${key.apiSecret}`;
}

function address({ host, port }: FixUrl): string {
  return `${host}:${port}`;
}

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function main(): Promise<void> {
  const command = readCommand(process.argv.slice(2));
  if ("exitCode" in command) {
    process.exitCode = command.exitCode;
    return;
  }
  let sandbox: Sandbox;
  try {
    sandbox = await startSandbox(command.options);
  } catch (error) {
    console.error(message(error));
    process.exitCode = 1;
    return;
  }
  const stop = () => {
    sandbox.close().then(() => process.exit(0));
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  // Last, because whoever reads it may stop the sandbox at once.
  const { urls, credentials, adminToken } = sandbox;
  console.log(command.json ? JSON.stringify({ urls, credentials, adminToken }) : describe(sandbox));
}

await main();
