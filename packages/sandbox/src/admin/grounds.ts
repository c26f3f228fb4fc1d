import type { ControlClock } from "../control-clock.ts";
import type { Engine } from "../engine/engine.ts";
import type { Faults } from "../faults.ts";
import type { Sessions } from "../sessions.ts";
import type { FuturesState } from "../state/futures/futures-state.ts";
import type { SpotState } from "../state/spot/spot-state.ts";

/** What the admin endpoint shows and moves. */
export interface AdminGrounds {
  readonly engine: Engine;
  readonly account: string;
  readonly spot: SpotState;
  readonly futures: FuturesState;
  readonly faults: Faults;
  readonly sessions: Sessions;
  /** None: the sandbox was started with a clock of somebody else's. */
  readonly control: ControlClock | undefined;
}
