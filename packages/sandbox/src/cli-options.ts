import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { ControlClock } from "./control-clock.ts";
import type { FaultOrder } from "./faults.ts";
import { readTape } from "./market/settings.ts";
import type { SandboxOptions } from "./sandbox-options.ts";

export const USAGE = `Usage: sandbox [options]

Starts a simulated Kraken exchange and runs until Ctrl-C. Prints where it listens and throw-away credentials for it, then
shows books, orders and sessions in a terminal, and elsewhere a line for everything that happens.

Options:
  --port <port>        port of Futures REST, Spot REST and both WebSockets (default: any free one)
  --fix-port <port>    port of FIX (default: any free one)
  --admin-port <port>  open the admin endpoint and its web page, on this port of 127.0.0.1 (0: any free one)
  --host <address>     address to listen on (default: 127.0.0.1)
  --allow-remote       let --host be an address that other machines reach
  --seed <text>        order ids and synthetic markets follow from it (default: sandbox)
  --market <kind>      what moves the markets: still, resting or synthetic (default: still)
  --tape <file>        replay a recorded market, one JSON object a line
  --state <file>       keep the state in a file and go on from it
  --clock <time>       when its clock begins, such as 2026-03-02T09:00:00Z (default: now)
  --hold               let the clock stand until it is told to go on
  --fault <fault>      let a coming call fail: interface:fault[@operation][*times], such as
                       ws-v2:halfOpen, futures-rest:slow@sendOrder or ws-legacy:lostRequest*3; may be given often
  --list-faults        print every fault by name
  --no-live            print lines instead of the live view
  --json               print one line of JSON, for programs
  --help               print this`;

/** What the command line asks for. */
export interface Command {
  readonly does: "run" | "help" | "list-faults";
  readonly options: SandboxOptions;
  readonly faults: readonly FaultOrder[];
  readonly json: boolean;
  readonly live: boolean;
}

/** @throws TypeError or RangeError for what cannot be understood; the message names the option. */
export function readCommand(args: readonly string[]): Command {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: "string" },
      "fix-port": { type: "string" },
      "admin-port": { type: "string" },
      host: { type: "string" },
      "allow-remote": { type: "boolean" },
      seed: { type: "string" },
      market: { type: "string" },
      tape: { type: "string" },
      state: { type: "string" },
      clock: { type: "string" },
      hold: { type: "boolean" },
      fault: { type: "string", multiple: true },
      "list-faults": { type: "boolean" },
      "no-live": { type: "boolean" },
      json: { type: "boolean" },
      help: { type: "boolean" },
    },
  });
  return {
    does: values.help === true ? "help" : values["list-faults"] === true ? "list-faults" : "run",
    options: {
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
      ...readClock(values.clock, values.hold),
    },
    faults: (values.fault ?? []).map(readFault),
    json: values.json === true,
    live: values["no-live"] !== true,
  };
}

/** `ws-v2:halfOpen@add_order*3` */
export function readFault(text: string): FaultOrder {
  const [, spoken, fault, operation, times] = /^([\w-]+):(\w+)(?:@([\w-]+))?(?:\*(\d+))?$/.exec(text) ?? [];
  if (spoken === undefined || fault === undefined) {
    throw new TypeError(
      `--fault: expected interface:fault[@operation][*times], got ${JSON.stringify(text)}; --list-faults prints the names`,
    );
  }
  const field = spoken === "futures-rest" ? "transport" : spoken === "fix" ? "fix" : "webSocket";
  // Names are checked where they are known.
  const order = {
    interface: spoken,
    [field]: fault,
    ...(operation !== undefined && { operation }),
    ...(times !== undefined && { times: Number(times) }),
  };
  return order as FaultOrder;
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

function readClock(time: string | undefined, hold = false): Pick<SandboxOptions, "clock"> {
  if (time === undefined && !hold) return {};
  const now = time === undefined ? Date.now() : Date.parse(time);
  if (Number.isNaN(now)) {
    throw new RangeError(
      `--clock: expected a time such as 2026-03-02T09:00:00Z, got ${JSON.stringify(time)}`,
    );
  }
  return { clock: new ControlClock({ now, held: hold }) };
}

function readPort(name: string, text: string | undefined): number {
  if (text === undefined) return 0;
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new RangeError(`${name}: expected a port from 0 to 65535, got ${JSON.stringify(text)}`);
}
