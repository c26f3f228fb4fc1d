import type { RestContract } from "../../contract/rest.ts";
import type { GeneratedFile } from "../file.ts";
import { header } from "../header.ts";
import { emitComponent } from "./component.ts";
import { emitErrorCodes } from "./error-codes.ts";
import { Naming } from "./naming.ts";
import { emitOperation } from "./operation.ts";
import { emitPools, poolName } from "./pools.ts";

/** A REST contract as TypeScript: one file per operation and component, the error codes, and an index by name. */
export function emitRest(contract: RestContract): readonly GeneratedFile[] {
  const naming = new Naming(contract);
  const components = naming.uses.map((use) => emitComponent(contract, use, naming));
  const operations = contract.operations.map((operation) => emitOperation(contract, operation, naming));
  const errorCodes = emitErrorCodes(contract);
  const pools = emitPools(contract);
  const index = { path: "index.ts", content: emitIndex(contract, naming, errorCodes !== undefined) };
  return [
    ...components,
    ...operations,
    ...(errorCodes ? [errorCodes] : []),
    ...(pools ? [pools] : []),
    index,
  ];
}

/** Names every export, so that what the package offers can be read in one place and nothing is exported by accident. */
function emitIndex(contract: RestContract, naming: Naming, hasErrorCodes: boolean): string {
  const lines = [
    ...naming.uses.map(
      (use) => `export type { ${naming.type(use)} } from "./components/${naming.file(use)}.ts";\n`,
    ),
    ...(hasErrorCodes ? ['export { type ErrorCode, errorCodes } from "./errors.ts";\n'] : []),
    ...contract.pools.map(({ name }) => `export { ${poolName(name)} } from "./pools.ts";\n`),
    ...contract.operations.map(
      (operation) =>
        `export {\n  ${naming.descriptor(operation)},\n  type ${naming.params(operation)},\n` +
        `  type ${naming.result(operation)},\n} from "./operations/${naming.operationFile(operation)}.ts";\n`,
    ),
  ];
  return `${header({ file: contract.file, pointer: "" })}\n${lines.join("")}`;
}
