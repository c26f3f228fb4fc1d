import { readdirSync, readFileSync } from "node:fs";
import {
  derivativesPool,
  type ErrorCode,
  type FuturesRestErrorCode,
  historyPool,
  type Outcome,
  type RestOperation,
} from "@x/futures-rest";

/** What an error code of the exchange was seen to come to. */
export interface ErrorRow {
  readonly code: ErrorCode;
  /** Of an order. */
  readonly outcome: Outcome;
  readonly retryable: boolean;
  /** Of a read. */
  readonly readRetryable: boolean;
}

type Cells = readonly string[];

/** What the client's own codes say of an order that was to be sent. */
const CLIENT_CODES: Readonly<Record<Exclude<FuturesRestErrorCode, ErrorCode>, Cells>> = {
  invalidOptions: ["`not-sent`", "an option cannot be used; `path` names it"],
  invalidParams: ["`not-sent`", "the parameters do not fit the operation; `path` names the one at fault"],
  missingCredentials: ["`not-sent`", "the operation is private and the client has no credentials"],
  signingFailed: ["`not-sent`", "the request could not be signed"],
  budgetExceeded: ["`not-sent`", "the rate-limit budget has no room and its policy is `fail`"],
  aborted: ["`not-sent`, or `unknown` once it was sent", "the caller's signal ended the call"],
  deadlineExceeded: ["`not-sent`, or `unknown` once it was sent", "no complete answer came in time"],
  networkError: ["`unknown`, or `not-sent` if no connection was made", "the connection failed"],
  httpError: [
    "`unknown`",
    "a status of 400 or above without one of the exchange's error bodies, mostly from a gateway",
  ],
  invalidAnswer: ["`unknown`", "not JSON, or not what the spec says; `path` names the place"],
  answerTooLarge: ["`unknown`", "longer than `maxBodyBytes`"],
  requestRefused: [
    "`refused`, or `unknown` with a status of 500 or above",
    "a numbered error; `reason` has its text",
  ],
  unlistedError: ["`unknown`", "a code the spec does not list; `reason` has it"],
  orderRefused: ["`refused`", "the request was read, the order was refused; `reason` has its status"],
  orderUnsettled: ["`unknown`", "the order's status proves neither; `reason` has it"],
};

/** The page on the API, made of what the tests have just seen. */
export function conformanceDocument(
  operations: readonly RestOperation[],
  errors: readonly ErrorRow[],
): string {
  const pages = krakenPages();
  const rows = operations.toSorted(byPlace).map((operation): Cells => {
    const page = pages.get(operation.name);
    if (page === undefined) throw new Error(`${operation.name} names no page of Kraken's`);
    return [
      `[${operation.name}](${page})`,
      `\`${operation.method} ${new URL(operation.server).pathname}${operation.path}\``,
      operation.auth,
      cost(operation),
      operation.retry ?? "",
      operation.changesOrders ? "yes" : "",
      operation.pagination?.kind ?? "",
    ];
  });
  return `# Futures REST

\`@x/futures-rest\` has ${operations.length} operations, all of Kraken's Derivatives REST API. This page is made by
\`packages/sandbox/test/conformance.test.ts\` from what it has just seen, and the test fails when the page is stale.
\`npx vitest run packages/sandbox/test/conformance.test.ts -u\` makes it anew.

## Operations

For each operation below, the test has called the sandbox over a real socket with the real client and seen that

- the request has the method and the path of the spec, every parameter it may have, each in its place, and no other
  parameter or header;
- \`APIKey\` and \`Authent\` are there for private operations and for no others, and the signature is the one that
  \`node:crypto\` makes over the text that was sent;
- the answer passes the strict check, without a field or a value that the spec does not list;
- the exchange's refusal comes out as an error with the right code and outcome; so does a connection that is lost after
  the request was sent, as \`unknown\` for whatever may have acted;
- a wrong signature is refused, and so is a key with the next lower permission. (Any key may call \`checkV3ApiKey\`.)

Columns: *permission* is what the key needs. *Cost* is what a call takes from its rate limit:
${perPool()}.
*Retry* \`safe\`: a client with \`retry\` may send it again; it never does so where *orders* is \`yes\`, for those place,
change or cancel orders. Those, and whatever is not \`safe\`, act: a lost answer leaves open what they did. *Pages* is how
\`paginate\` goes through it.

${table(["Operation", "Request", "Permission", "Cost", "Retry", "Orders", "Pages"], rows)}

## Errors

Every failure is a \`FuturesRestError\`. \`outcome\` tells what is known of a request that acts: \`not-sent\`, \`refused\` or
\`unknown\`; for a read that was sent it is \`none\`. \`retryable\` means that the same request may be sent again without doing
anything twice, and may fare better.

The exchange's codes, each of which the test has provoked for \`sendOrder\` and \`getOpenOrders\`:

${table(
  ["Code", "Outcome of the order", "Order retryable", "Read retryable"],
  errors.map(({ code, outcome, retryable, readRetryable }) => [
    `\`${code}\``,
    `\`${outcome}\``,
    retryable ? "yes" : "",
    readRetryable ? "yes" : "",
  ]),
)}

The client's own, held by \`packages/sandbox/test/fault-matrix.test.ts\` and the tests of \`packages/futures-rest\`:

${table(
  ["Code", "Outcome of an order", "Meaning"],
  Object.entries(CLIENT_CODES).map(([code, cells]) => [`\`${code}\``, ...cells]),
)}
`;
}

function byPlace(a: RestOperation, b: RestOperation): number {
  const place = ({ server, path, method }: RestOperation) => `${server}${path} ${method}`;
  return place(a) < place(b) ? -1 : 1;
}

function perPool(): string {
  return [derivativesPool, historyPool]
    .map(({ name, budget, milliseconds, refill }) => {
      const seconds = milliseconds / 1000;
      return `\`${name}\` (${budget} ${refill === "window" ? `in any ${seconds} seconds` : `that flow back over ${seconds} seconds`})`;
    })
    .join(" or ");
}

function cost({ cost: limit }: RestOperation): string {
  if (limit === undefined) return "not documented";
  if (limit.cost === 0) return "none";
  const { by, perItem, whenPresent } = limit;
  const parts = [
    by
      ? by.steps.map((step) => `${step.cost} up to ${by.parameter} ${step.upTo}`).join(", ")
      : String(limit.cost),
    ...(by ? [`${limit.cost} without ${by.parameter}`] : []),
    ...(perItem ? [`${perItem.cost} more for each of ${perItem.items.join(".")}`] : []),
    ...Object.entries(whenPresent ?? {}).map(([name, amount]) => `${amount} with ${name}`),
  ];
  return `${parts.join(", ")} (${limit.pool})`;
}

/** Kraken's page on each operation, as the generated source names it. */
function krakenPages(): Map<string, string> {
  const folder = new URL("../../../futures-rest/src/generated/", import.meta.url);
  const pages = new Map<string, string>();
  for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!/operations[/\\][^/\\]+\.ts$/.test(file)) continue;
    const [, page, name] =
      / \* @see (https:\/\/\S+)\n(?: \*.*\n)*?export const (\w+):/.exec(
        readFileSync(new URL(file, folder), "utf8"),
      ) ?? [];
    if (page && name) pages.set(name, page);
  }
  return pages;
}

function table(head: Cells, rows: readonly Cells[]): string {
  const widths = head.map((title, column) =>
    Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0), title.length),
  );
  const line = (cells: Cells, fill = " ") =>
    `| ${widths.map((width, column) => (cells[column] ?? "").padEnd(width, fill)).join(" | ")} |`;
  return [
    line(head),
    line(
      head.map(() => ""),
      "-",
    ),
    ...rows.map((row) => line(row)),
  ].join("\n");
}
