import type { Scenario } from "../fix/scenario.ts";
import type { PeerSettings } from "./setting.ts";

/** What a run gives each scenario. */
export interface Place {
  /** Empty, and its own. */
  readonly folder: string;
  /** Where the compiled programs are. */
  readonly programs: string;
  /** A certificate for 127.0.0.1, signed by its own key. */
  readonly tls: NonNullable<PeerSettings["tls"]>;
}

export type QuickfixScenario = Scenario<Place>;
