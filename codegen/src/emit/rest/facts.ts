import { mayHaveExponent } from "../../contract/exponent.ts";
import { propertyKey } from "../../contract/names.ts";
import type { OrderOutcome, RateLimitCost, RestOperationContract } from "../../contract/rest.ts";
import type { Components } from "../../contract/shape.ts";
import { literal } from "../predicate.ts";

/** The type of an operation's descriptor: what may be done with it follows from it. */
export function descriptorType({ changesOrders, outcome, pagination }: RestOperationContract): string {
  if (changesOrders) return outcome?.rows === undefined ? "OrderOperation" : "BatchOperation";
  return pagination === undefined ? "RestOperation" : "PagedOperation";
}

/** What a caller must know of an operation, in words. */
export function facts(operation: RestOperationContract): string[] {
  const { method, path, permission, permissionNote, cost, page } = operation;
  const key =
    permission === "none" ? "No API key is needed." : `The API key needs the permission "${permission}".`;
  return [
    `\`${method} ${path}\`. ${permissionNote ?? key}${cost === undefined || cost.cost === 0 ? "" : ` ${costWords(cost)}`}`,
    ...(page === undefined ? [] : [`@see ${page}`]),
  ];
}

function costWords({ pool, cost, perItem, whenPresent, by }: RateLimitCost): string {
  const more = [
    ...(perItem === undefined
      ? []
      : [`${perItem.cost} more for each entry of \`${perItem.items.join(".")}\``]),
    ...Object.entries(whenPresent ?? {}).map(([name, value]) => `${value} with \`${name}\``),
    ...(by === undefined
      ? []
      : [`with \`${by.parameter}\` ${by.steps.map((step) => `${step.cost} up to ${step.upTo}`).join(", ")}`]),
  ];
  return `Costs ${[cost, ...more].join(", ")} of the ${pool} rate limit.`;
}

/** Where each parameter travels, and what writes it, as text; `writers` takes the functions' names. */
export function parameterList(
  { places, params }: RestOperationContract,
  components: Components,
  writers: Set<string>,
): string {
  if (places.length === 0) return "[]";
  const lines = places.map((place) => {
    const shape = params.properties.find(({ name }) => name === place.name)?.shape;
    const write = place.json
      ? "jsonText"
      : shape && mayHaveExponent(shape, components)
        ? "decimalText"
        : undefined;
    if (write !== undefined) writers.add(write);
    const parts = [
      `name: ${literal(place.name)}`,
      `in: ${literal(place.in)}`,
      ...(place.json ? ["json: true"] : []),
      ...(write === undefined ? [] : [`write: ${write}`]),
    ];
    return `    { ${parts.join(", ")} },\n`;
  });
  return `[\n${lines.join("")}  ]`;
}

/** The descriptor's fields that not every operation has. */
export function optionalFields(operation: RestOperationContract): string[] {
  const { answer, retry, cost, pagination, sunset, outcome } = operation;
  return [
    ...(answer === "text" ? ['answer: "text"'] : []),
    ...(retry === undefined ? [] : [`retry: ${literal(retry)}`]),
    ...(cost === undefined ? [] : [`cost: ${costText(cost)}`]),
    ...(pagination === undefined
      ? []
      : [
          `pagination: { kind: ${literal(pagination.kind)}, token: ${literal(pagination.token)}, ` +
            `next: ${list(pagination.next)} }`,
        ]),
    ...(sunset === undefined ? [] : [`sunset: ${literal(sunset)}`]),
    ...(outcome === undefined ? [] : [outcomeText(outcome)]),
  ];
}

function costText({ pool, cost, perItem, whenPresent, by }: RateLimitCost): string {
  const parts = [
    `pool: ${literal(pool)}`,
    `cost: ${cost}`,
    ...(perItem === undefined
      ? []
      : [
          `perItem: { parameter: ${literal(perItem.parameter)}, items: ${list(perItem.items)}, cost: ${perItem.cost} }`,
        ]),
    ...(whenPresent === undefined
      ? []
      : [
          `whenPresent: { ${Object.entries(whenPresent)
            .map(([name, value]) => `${propertyKey(name)}: ${value}`)
            .join(", ")} }`,
        ]),
    ...(by === undefined
      ? []
      : [
          `by: { parameter: ${literal(by.parameter)}, steps: [${by.steps
            .map((step) => `{ upTo: ${step.upTo}, cost: ${step.cost} }`)
            .join(", ")}] }`,
        ]),
  ];
  return `{ ${parts.join(", ")} }`;
}

function outcomeText({ rows, status, accepted, refused }: OrderOutcome): string {
  return (
    `outcome: {\n${rows === undefined ? "" : `    rows: ${list(rows)},\n`}    status: ${list(status)},\n` +
    `    accepted: ${list(accepted)},\n    refused: ${list(refused)},\n` +
    `${rows === undefined ? "    verdict: orderVerdict,\n" : ""}  }`
  );
}

function list(values: readonly string[]): string {
  return `[${values.map(literal).join(", ")}]`;
}
