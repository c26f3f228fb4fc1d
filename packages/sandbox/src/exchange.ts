import type { Clock } from "@x/core";
import { ControlClock } from "./control-clock.ts";
import { makeCredentials, type SandboxCredentials } from "./credentials.ts";
import { Engine } from "./engine/engine.ts";
import { seededRandom } from "./engine/random.ts";
import type { Exchange } from "./gateways/gateway.ts";
import { openMarket } from "./market/open-market.ts";
import type { MarketSettings } from "./market/settings.ts";
import { Journal } from "./persistence/journal.ts";
import { type Beginning, StateFile } from "./persistence/state-file.ts";
import { FuturesState } from "./state/futures/futures-state.ts";
import { openSpot } from "./state/spot/spot-state.ts";

/** The one client's account: spot and futures under one name, kept apart by venue. */
export const ACCOUNT = "client";

export interface ExchangeOptions {
  readonly seed: string | undefined;
  readonly clock: Clock;
  readonly credentials: Partial<SandboxCredentials> | undefined;
  readonly market: MarketSettings | undefined;
  /** Where the state is kept. */
  readonly statePath: string | undefined;
}

/** All of the exchange but its wires. */
export interface OpenedExchange {
  readonly exchange: Exchange;
  readonly futures: FuturesState;
  readonly credentials: SandboxCredentials;
  /** Lets everything that came in before happen again, and time go on. To be called once all inputs are known. */
  resume(): void;
  close(): void;
}

/**
 * Opens the exchange anew, or as its state file left it.
 *
 * @throws RangeError for a seed or market other than those the state file began with.
 * @throws Error for a file that holds no state, or one that is in use.
 */
export async function openExchange(options: ExchangeOptions): Promise<OpenedExchange> {
  const file = options.statePath === undefined ? undefined : await StateFile.open(options.statePath);
  try {
    const beginning = begin(options, file);
    const journal = file && new Journal(file, options.clock, beginning.startedAt);
    return assemble(beginning, journal, options.clock);
  } catch (error) {
    file?.close();
    throw error;
  }
}

interface Begun extends Beginning {
  readonly credentials: SandboxCredentials;
  readonly market: MarketSettings;
}

function begin(options: ExchangeOptions, file: StateFile | undefined): Begun {
  const kept = file?.beginning() as Begun | undefined;
  if (kept === undefined) {
    const { seed = "sandbox", market = "still", clock } = options;
    const credentials = { ...makeCredentials(), ...options.credentials };
    const begun = { seed, startedAt: clock.now(), credentials, market };
    file?.begin(begun);
    return begun;
  }
  for (const name of ["seed", "market"] as const) {
    const given = options[name];
    if (given !== undefined && JSON.stringify(given) !== JSON.stringify(kept[name])) {
      throw new RangeError(`${name}: the state began with another one`);
    }
  }
  return { ...kept, credentials: { ...kept.credentials, ...options.credentials } };
}

function assemble(begun: Begun, journal: Journal | undefined, real: Clock): OpenedExchange {
  const { seed, market, credentials } = begun;
  const clock = journal?.clock ?? real;
  const engine = new Engine({ seed, clock, recorder: journal });
  const spot = openSpot(engine, ACCOUNT);
  const futures = new FuturesState(engine, ACCOUNT, seed, { seededDepth: market === "still" });
  const stopMarket = openMarket(engine, market, seed);
  const wall = real instanceof ControlClock ? real.follows : real;
  return {
    exchange: { engine, clock: real, wall, spot, random: seededRandom(`${seed} wires`) },
    futures,
    credentials,
    resume() {
      if (journal === undefined) return;
      journal.replay(engine.inputs);
      // A clock that was moved ahead begins anew with its process; the exchange does not.
      const behind = engine.clock.now() - real.now();
      if (real instanceof ControlClock && behind > 0) real.advance(behind);
    },
    close() {
      stopMarket();
      futures.stop();
      engine.close();
      journal?.close();
    },
  };
}
