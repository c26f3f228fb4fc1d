import type { Permission, RestContract, RestOperationContract } from "../../contract/rest.ts";
import type { Json, Shape } from "../../contract/shape.ts";
import type { Source } from "../../contract/source.ts";
import { Naming } from "../../emit/rest/naming.ts";
import { poolName } from "../../emit/rest/pools.ts";
import type { RuleName } from "../rules.ts";
import type { Fact, Part, Subject, Surface } from "./surface.ts";

export function restSurface(
  contract: RestContract,
  names: { readonly target: string; readonly package: string },
): Surface {
  const naming = new Naming(contract);
  const source = { file: contract.file, pointer: "" };
  return {
    ...names,
    exported: true,
    typeOf: (component, travel) => {
      const direction = travel === "sent" ? "outbound" : "inbound";
      const use = naming.uses.find((each) => each.component === component && each.direction === direction);
      return use && naming.type(use);
    },
    source,
    subjects: [
      ...contract.operations.map((operation) => subject(operation, naming)),
      ...pools(contract, source),
      ...errorCodes(contract),
    ],
    components: contract.components,
    types: new Map(
      naming.uses.map((use) => [
        naming.type(use),
        contract.components.get(use.component)?.shape.source ?? source,
      ]),
    ),
  };
}

function subject(operation: RestOperationContract, naming: Naming): Subject {
  return {
    name: operation.name,
    symbol: naming.descriptor(operation),
    source: operation.source,
    address: `${operation.method} ${operation.server}${operation.path}`,
    facts: facts(operation),
    parts: [
      {
        role: "params",
        travel: "sent",
        type: naming.params(operation),
        shape: operation.params,
        checked: true,
        fix: false,
      },
      {
        role: "result",
        travel: "received",
        type: naming.result(operation),
        shape: operation.result,
        checked: true,
        fix: false,
      },
      ...errors(operation),
    ],
  };
}

/** What a failed call is answered with. Clients read its code leniently and check nothing of it. */
function errors({ errors: [first, ...others], source }: RestOperationContract): Part[] {
  if (first === undefined) return [];
  const all: Shape =
    others.length === 0
      ? first
      : {
          kind: "union",
          variants: [first, ...others],
          exclusive: false,
          open: false,
          source,
          doc: { notes: {} },
        };
  return [{ role: "error", travel: "received", type: undefined, shape: all, checked: false, fix: false }];
}

function facts(operation: RestOperationContract): Fact[] {
  const { method, server, path, places, permission, sunset, successor, doc, page } = operation;
  const { outcome, pagination, cost, retry, changesOrders, answer } = operation;
  const kind = [changesOrders, outcome?.rows === undefined, pagination === undefined];
  const words = [
    successor ?? null,
    page ?? null,
    doc.description ?? null,
    doc.title ?? null,
    operation.permissionNote ?? null,
  ];
  return [
    { key: "address", value: `${method} ${server}${path}`, rule: "address changed" },
    ...places.map(
      (place): Fact => ({
        key: `place of ${place.name}`,
        value: `${place.in}${place.json ? " as JSON" : ""}`,
        rule: "address changed",
        added: "said elsewhere",
        removed: "said elsewhere",
      }),
    ),
    { key: "permission", value: permission, rule: permissionRule },
    { key: "form of the answer", value: answer, rule: "address changed" },
    { key: "end date", value: sunset ?? null, rule: "sunset changed" },
    { key: "deprecated", value: doc.deprecated ?? false, rule: "deprecated" },
    { key: "documentation", value: words, rule: "documentation changed" },
    { key: "kind of call", value: kind, rule: "call type changed" },
    { key: "retry", value: retry ?? null, rule: "behaviour changed" },
    { key: "cost", value: plain(cost), rule: "behaviour changed" },
    {
      key: "pages and outcome",
      value: [plain(pagination), plain(outcome)],
      rule: "behaviour changed",
    },
  ];
}

const RIGHTS: readonly Json[] = ["none", "read-only", "full"] satisfies Permission[];

/** Withdrawal is a right of its own, beside the others. */
function permissionRule(before: Json, after: Json): RuleName {
  const [from, to] = [RIGHTS.indexOf(before), RIGHTS.indexOf(after)];
  return to === 0 || (from > to && to >= 0) ? "permission lowered" : "permission raised";
}

function plain(value: unknown): Json {
  return value === undefined ? null : (JSON.parse(JSON.stringify(value)) as Json);
}

function pools({ pools: all }: RestContract, source: Source): Subject[] {
  return all.map(({ name, ...budget }) => ({
    name: `rate limit ${name}`,
    symbol: poolName(name),
    source,
    address: `rate limit ${name}`,
    facts: [{ key: "budget", value: plain(budget), rule: "behaviour changed" }],
    parts: [],
  }));
}

/** The codes are exported as a list and as a union of their own. */
function errorCodes({ components, errorCodes: name }: RestContract): Subject[] {
  const shape = name === undefined ? undefined : components.get(name)?.shape;
  if (name === undefined || shape?.kind !== "enum") return [];
  return [
    {
      // Whatever the spec calls them, they are exported under one name.
      name: "error codes",
      symbol: "ErrorCode",
      source: shape.source,
      address: "error codes",
      facts: shape.values.map((value) => ({
        key: `value ${value}`,
        value,
        rule: "documentation changed" as const,
        added: "listed value added" as const,
        removed: "listed value removed" as const,
      })),
      parts: [],
    },
  ];
}
