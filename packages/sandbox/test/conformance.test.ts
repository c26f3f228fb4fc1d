import {
  createClient,
  errorCodes,
  FuturesRestError,
  getOpenOrders,
  type RestOperation,
  sendOrder,
} from "@x/futures-rest";
import { beforeEach, describe, expect, it } from "vitest";
import type { FuturesCredentials, Sandbox } from "../src/index.ts";
import { sandboxes } from "./sandbox-fixture.ts";
import { conformanceCalls } from "./support/conformance-calls.ts";
import { conformanceDocument, type ErrorRow } from "./support/conformance-document.ts";
import { operations, type Venue } from "./support/conformance-operations.ts";
import { expectAsSpecified, recordingFetch, type Sent } from "./support/conformance-wire.ts";

const world = sandboxes();
const called = new Set<RestOperation>();
const failed = new Set<RestOperation>();
const errorRows: ErrorRow[] = [];

const calls: Readonly<Record<string, (venue: Venue) => unknown>> = conformanceCalls;
type Params = Readonly<Record<string, unknown>>;

/** Whether a failure leaves open what the call did, unless it says otherwise. */
const acts = ({ changesOrders, retry }: RestOperation) => changesOrders || retry === undefined;
const refusedOutcome = (operation: RestOperation) => (acts(operation) ? "refused" : "none");

/** A sandbox whose key may do what the operation needs and nothing beyond, as far as there are such keys. */
function start({ auth }: RestOperation, key?: FuturesCredentials): Promise<Sandbox> {
  if (key !== undefined) return world.start({ credentials: { futures: key } });
  return auth === "withdrawal" ? world.start({ credentials: { futures: withdrawalKey } }) : world.start();
}

const withdrawalKey: FuturesCredentials = {
  apiKey: "withdrawal",
  apiSecret: Buffer.from("may take money out").toString("base64"),
  permission: "withdrawal",
};

function clientOf({ credentials, urls }: Sandbox, sent: Sent[] = []) {
  return createClient({
    credentials: credentials.futures,
    baseUrl: urls.futuresRest,
    fetch: recordingFetch(sent),
    onDrift: world.observeDrift,
  });
}

/** All parameter sets of the table for an operation, with what they need in place. */
async function parameterSets(operation: RestOperation, sandbox: Sandbox): Promise<readonly Params[]> {
  const call = calls[operation.name];
  if (call === undefined) throw new Error(`the table has no call of ${operation.name}`);
  return (await call({ client: clientOf(sandbox), now: world.clock.now() })) as readonly Params[];
}

async function failure(promise: Promise<unknown>): Promise<FuturesRestError> {
  const error: unknown = await promise.then(
    (answer) => expect.unreachable(`expected an error, got ${JSON.stringify(answer)?.slice(0, 100)}`),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(FuturesRestError);
  return error as FuturesRestError;
}

/** Each test of the suite it stands in counts for the operation. */
function note(operation: RestOperation): void {
  beforeEach(({ onTestFailed }) => {
    called.add(operation);
    onTestFailed(() => {
      failed.add(operation);
    });
  });
}

const named = (operation: RestOperation) => [operation.name, operation] as const;

describe.each(operations.map(named))("%s", (_name, operation) => {
  note(operation);

  it("is asked for as the spec says, and answered as the spec says", async () => {
    const sandbox = await start(operation);
    const sets = await parameterSets(operation, sandbox);
    const sent: Sent[] = [];
    const client = clientOf(sandbox, sent);
    for (const [i, params] of sets.entries()) {
      // The client checks answers strictly; what the spec does not list fails the test by `onDrift`.
      const { response, result } = await client.call(operation, params).withResponse();
      expect(response.status).toBe(200);
      if (operation.answer === "text") expect(result).toBeTypeOf("string");
      expect(sent).toHaveLength(i + 1);
      expectAsSpecified(
        sent[i] as Sent,
        operation,
        params,
        sandbox.urls.futuresRest,
        sandbox.credentials.futures,
      );
    }
    const tried = new Set(sets.flatMap(Object.keys));
    expect(tried, "every parameter is sent at least once").toEqual(
      new Set(operation.parameters.map(({ name }) => name)),
    );
  });

  it("fails as the exchange says, with what is known of the outcome", async () => {
    const sandbox = await start(operation);
    const [params = {}] = await parameterSets(operation, sandbox);
    const client = clientOf(sandbox);

    sandbox.faults.next({ operation: operation.name, error: "Unavailable" });
    const unavailable = await failure(client.call(operation, params));
    expect(unavailable).toMatchObject({
      code: "Unavailable",
      reason: "Unavailable",
      outcome: refusedOutcome(operation),
    });

    sandbox.faults.next({ operation: operation.name, transport: "notAppliedLostAnswer" });
    expect(await failure(client.call(operation, params))).toMatchObject({
      code: "networkError",
      outcome: acts(operation) ? "unknown" : "none",
      retryable: !acts(operation),
    });

    // Nothing of this was acted on, so the same call still does what it says.
    await client.call(operation, params);
  });
});

describe.each(operations.filter(({ auth }) => auth !== "none").map(named))(
  "%s, a private operation,",
  (_name, operation) => {
    note(operation);

    it("needs a right signature", async () => {
      const sandbox = await start(operation);
      const [params = {}] = await parameterSets(operation, sandbox);
      const forged = createClient({
        credentials: { apiKey: sandbox.credentials.futures.apiKey, apiSecret: "Zm9yZ2Vk" },
        baseUrl: sandbox.urls.futuresRest,
      });
      expectUnauthorised(operation, await failure(forged.call(operation, params)));
      await clientOf(sandbox).call(operation, params);
    });

    it("needs the permission its descriptor names", async () => {
      const able = await start(operation);
      const [params = {}] = await parameterSets(operation, able);
      const lower = { "read-only": "none", full: "read-only", withdrawal: "full" } as const;
      const key = { ...able.credentials.futures, permission: lower[operation.auth as keyof typeof lower] };
      const unable = clientOf(await start(operation, key));
      // Any key may ask what it is permitted.
      if (operation.name === "checkV3ApiKey") await unable.call(operation, params);
      else expectUnauthorised(operation, await failure(unable.call(operation, params)));
    });
  },
);

/** Each API says in its own way that it does not know who asks. */
function expectUnauthorised(operation: RestOperation, error: FuturesRestError): void {
  const trading = operation.server.endsWith("/derivatives/api/v3");
  expect(error).toMatchObject({
    code: "authenticationError",
    outcome: refusedOutcome(operation),
    retryable: false,
    status: trading ? 200 : 401,
  });
}

describe("error codes", () => {
  it.each(errorCodes)("%s", async (error) => {
    const sandbox = await world.start();
    const client = clientOf(sandbox);
    sandbox.faults.next({ operation: "sendOrder", error });
    sandbox.faults.next({ operation: "getOpenOrders", error });
    const order = {
      orderType: "lmt",
      symbol: "PF_XBTUSD",
      side: "buy",
      size: 1,
      limitPrice: 50_000,
    } as const;
    const ordering = await failure(client.call(sendOrder, order));
    const reading = await failure(client.call(getOpenOrders, {}));
    expect([ordering.code, reading.code, reading.outcome]).toEqual([error, error, "none"]);
    expect((await client.call(getOpenOrders, {})).openOrders).toEqual([]);
    errorRows.push({
      code: error,
      outcome: ordering.outcome,
      retryable: ordering.retryable,
      readRetryable: reading.retryable,
    });
  });
});

describe("the documentation", () => {
  it("lists every operation, and says what was seen here", async () => {
    const passed = operations.filter((operation) => called.has(operation) && !failed.has(operation));
    expect(operations.filter((operation) => !passed.includes(operation)).map(({ name }) => name)).toEqual([]);
    expect(errorRows.map(({ code }) => code)).toEqual(errorCodes);
    await expect(conformanceDocument(passed, errorRows)).toMatchFileSnapshot("../../../docs/futures-rest.md");
  });
});
