import type { Json } from "../../../contract/shape.ts";
import type { WireVerdict } from "../../verdict.ts";

/** What becomes of messages of one kind between two sides, found by running what the packages of both sides run. */
export interface Judge {
  /** Whether the side that writes such messages may write this one. */
  writes(message: Json): boolean;
  /** What becomes of a message; `fine` too for one that may not be written. */
  judge(message: Json): WireVerdict;
}
