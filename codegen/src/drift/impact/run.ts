import { targets } from "../../targets.ts";
import { openSide, workingTree } from "../sides.ts";
import { impactOf, impactReport } from "./impact.ts";

export interface ImpactOptions {
  readonly project: string;
  readonly head?: string;
  readonly root: string;
}

/** Prints the lines that would break; true when there are none. */
export async function runImpact({ project, head, root }: ImpactOptions): Promise<boolean> {
  await using side = head === undefined ? workingTree(root) : await openSide(root, head);
  const broken = await impactOf(project, root, side.root, targets);
  process.stdout.write(impactReport(broken));
  return broken.length === 0;
}
