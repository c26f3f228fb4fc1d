import { symbolName } from "../../contract/names.ts";
import type { RestContract } from "../../contract/rest.ts";
import { docComment } from "../doc-comment.ts";
import type { GeneratedFile } from "../file.ts";
import { literal } from "../predicate.ts";
import { SourceFile } from "./source-file.ts";

export function poolName(name: string): string {
  return symbolName(`${name} pool`);
}

/** The exchange's rate-limit pools as values; nothing when the spec has none. */
export function emitPools({ file: spec, pools }: RestContract): GeneratedFile | undefined {
  if (pools.length === 0) return undefined;
  const source = { file: spec, pointer: "/x-rate-limit-pools" };
  const file = new SourceFile("pools.ts", source);
  file.type("RateLimitPool", "@x/core");
  for (const { name, budget, seconds, refill } of pools) {
    const how = refill === "window" ? "in any" : "refilled evenly over";
    const description = `The \`${name}\` rate limit: ${budget}, ${how} ${seconds} seconds.`;
    file.declare(
      `${docComment({ description, notes: {} }, { ...source, pointer: `${source.pointer}/${name}` })}` +
        `export const ${poolName(name)}: RateLimitPool = {\n  name: ${literal(name)},\n  budget: ${budget},\n` +
        `  milliseconds: ${seconds * 1000},\n  refill: ${literal(refill)},\n};\n`,
    );
  }
  return file.print();
}
