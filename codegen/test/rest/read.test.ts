import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { SpecError } from "../../src/contract/source.ts";
import { emitRest } from "../../src/emit/rest/rest.ts";
import { readOpenApi } from "../../src/read/openapi.ts";

const folder = mkdtempSync(join(tmpdir(), "openapi-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// biome-ignore lint/suspicious/noExplicitAny: a document that the tests break on purpose
type Node = any;

/** A small document that is right in every part. */
function document(): Node {
  const answer = {
    oneOf: [
      {
        type: "object",
        properties: { status: { $ref: "#/components/schemas/Status" } },
        required: ["status"],
      },
      { $ref: "#/components/schemas/ErrorResponse" },
    ],
  };
  return {
    openapi: "3.1.0",
    info: { title: "Small", version: "1" },
    servers: [{ url: "https://api.example.com/v1" }],
    paths: {
      "/orders/{id}": {
        post: {
          operationId: "place",
          "x-permission": "full",
          "x-changes-orders": true,
          "x-send-parameters": "form",
          security: [{ key: [] }],
          parameters: [
            { name: "id", in: "path", required: true, schema: { type: "string" } },
            { name: "price", in: "query", schema: { type: "number" } },
          ],
          responses: { "200": { content: { "application/json": { schema: answer } } } },
        },
      },
    },
    components: {
      schemas: {
        Status: { type: "string", enum: ["yes", "no", "maybe"] },
        Code: { type: "string", enum: ["bad", "worse"] },
        ErrorResponse: {
          type: "object",
          properties: { error: { $ref: "#/components/schemas/Code" } },
          required: ["error"],
        },
      },
    },
  };
}

let count = 0;
function read(change: (operation: Node, whole: Node) => void) {
  const whole = document();
  change(whole.paths["/orders/{id}"].post, whole);
  const file = `${++count}.yaml`;
  writeFileSync(join(folder, file), stringify(whole));
  return readOpenApi(folder, file);
}

const OPERATION = "/paths/~1orders~1{id}/post";

describe("readOpenApi", () => {
  it("reads a document into a contract", () => {
    const contract = read(() => undefined);
    expect(contract).toMatchObject({ title: "Small", errorCodes: "Code" });
    expect(contract.operations).toHaveLength(1);
    expect(contract.operations[0]).toMatchObject({
      name: "place",
      method: "POST",
      server: "https://api.example.com/v1",
      path: "/orders/{id}",
      permission: "full",
      changesOrders: true,
      sunset: undefined,
      places: [
        { name: "id", in: "path", json: false },
        { name: "price", in: "form", json: false },
      ],
      source: { pointer: OPERATION },
    });
    expect([...contract.components.keys()].sort()).toEqual(["Code", "ErrorResponse", "Status"]);
  });

  it("works the refusals out from the status' values", () => {
    const [operation] = read((node) => {
      node["x-order-outcome"] = { status: "/status", accepted: ["yes"], unsettled: ["maybe"] };
    }).operations;
    expect(operation?.outcome).toEqual({ status: ["status"], accepted: ["yes"], refused: ["no"] });
  });

  it("lets an operation's own sunset go before the document's", () => {
    const [operation] = read((node, whole) => {
      whole["x-sunset"] = "2030-01-01";
      whole["x-successor"] = "v2";
      node["x-sunset"] = "2029-02-28";
    }).operations;
    expect(operation).toMatchObject({ sunset: "2029-02-28", successor: "v2" });
  });
});

describe("a mistake in a spec is refused with its place and reason", () => {
  const cases: [string, (operation: Node, whole: Node) => void, string, RegExp][] = [
    [
      "OpenAPI 3.0",
      (_, whole) => (whole.openapi = "3.0.3"),
      "/openapi",
      /expected OpenAPI 3\.1, got 3\.0\.3/,
    ],
    ["two servers", (_, whole) => whole.servers.push({ url: "https://b" }), "/servers", /exactly one server/],
    ["a server with a slash", (_, whole) => (whole.servers[0].url += "/"), "/servers/0/url", /without/],
    ["no operation", (_, whole) => (whole.paths = {}), "/paths", /at least one operation/],
    [
      "a method that is not known",
      (_, whole) => (whole.paths["/orders/{id}"].patch = {}),
      "/paths/~1orders~1{id}/patch",
      /not supported/,
    ],
    [
      "a retry that is neither safe nor absent",
      (node) => (node["x-retry"] = "maybe"),
      `${OPERATION}/x-retry`,
      /expected "safe"/,
    ],
    [
      "a pagination of no known kind",
      (node) => (node["x-pagination"] = { kind: "pages" }),
      `${OPERATION}/x-pagination`,
      /expected a kind: continuation-token/,
    ],
    [
      "a page's token that is no parameter",
      (node) => (node["x-pagination"] = { kind: "from-to", token: "since", next: "/status" }),
      `${OPERATION}/x-pagination/token`,
      /no parameter is named "since"/,
    ],
    [
      "a page that leads nowhere",
      (node) => (node["x-pagination"] = { kind: "from-to", token: "price", next: "/more" }),
      `${OPERATION}/x-pagination/next`,
      /\/more does not lead to a value/,
    ],
    [
      "pools without names",
      (_, whole) => (whole["x-rate-limit-pools"] = [{ budget: 1 }]),
      "/x-rate-limit-pools",
      /expected pools by name/,
    ],
    [
      "a pool without a budget",
      (_, whole) => (whole["x-rate-limit-pools"] = { all: { budget: 0, seconds: 1, refill: "window" } }),
      "/x-rate-limit-pools/all",
      /budget and seconds, both more than 0/,
    ],
    [
      "a pool that refills in no known way",
      (_, whole) => (whole["x-rate-limit-pools"] = { all: { budget: 1, seconds: 1, refill: "daily" } }),
      "/x-rate-limit-pools/all/refill",
      /expected "window" or "continuous"/,
    ],
    [
      "a negative cost",
      (node) => (node["x-rate-limit"] = { pool: "all", cost: -1 }),
      `${OPERATION}/x-rate-limit`,
      /a cost of 0 or more/,
    ],
    [
      "a cost by a parameter that does not exist",
      (node) => (node["x-rate-limit"] = { pool: "all", cost: 1, whenPresent: { size: 2 } }),
      `${OPERATION}/x-rate-limit`,
      /no parameter is named "size"/,
    ],
    [
      "a cost by falling steps",
      (node) =>
        (node["x-rate-limit"] = {
          pool: "all",
          cost: 1,
          by: {
            parameter: "price",
            steps: [
              { upTo: 5, cost: 1 },
              { upTo: 4, cost: 2 },
            ],
          },
        }),
      `${OPERATION}/x-rate-limit/by`,
      /steps of rising upTo/,
    ],
    [
      "a misspelt part of a cost",
      (node) => (node["x-rate-limit"] = { pool: "all", cost: 1, peritem: {} }),
      `${OPERATION}/x-rate-limit/peritem`,
      /"peritem" is not supported here/,
    ],
    ["no operationId", (node) => delete node.operationId, OPERATION, /needs an operationId/],
    [
      "a misspelt extension",
      (node) => (node["x-permision"] = "full"),
      `${OPERATION}/x-permision`,
      /not supported/,
    ],
    [
      "no permission",
      (node) => delete node["x-permission"],
      `${OPERATION}/x-permission`,
      /expected one of none/,
    ],
    [
      "a permission without security",
      (node) => delete node.security,
      `${OPERATION}/x-permission`,
      /does not agree/,
    ],
    [
      "silence on orders",
      (node) => delete node["x-changes-orders"],
      `${OPERATION}/x-changes-orders`,
      /true or false/,
    ],
    [
      "a negative cost",
      (node) => (node["x-rate-limit"] = { pool: "p", cost: -1 }),
      `${OPERATION}/x-rate-limit`,
      /cost/,
    ],
    [
      "a day that does not exist",
      (node) => (node["x-sunset"] = "2027-02-30"),
      `${OPERATION}/x-sunset`,
      /date/,
    ],
    [
      "a form on a parameter placement",
      (node) => (node["x-send-parameters"] = "json"),
      `${OPERATION}/x-send-parameters`,
      /form/,
    ],
    ["a path parameter nobody lists", (node) => node.parameters.shift(), OPERATION, /names \{id\}/],
    [
      "a path parameter the path lacks",
      (node) => node.parameters.push({ name: "x", in: "path", required: true, schema: {} }),
      `${OPERATION}/parameters/2`,
      /does not name \{x\}/,
    ],
    [
      "an optional path parameter",
      (node) => (node.parameters[0].required = false),
      `${OPERATION}/parameters/0`,
      /must be required/,
    ],
    ["a cookie", (node) => (node.parameters[1].in = "cookie"), `${OPERATION}/parameters/1/in`, /cookie/],
    [
      "a parameter without schema",
      (node) => delete node.parameters[1].schema,
      `${OPERATION}/parameters/1`,
      /needs a schema/,
    ],
    [
      "a parameter style",
      (node) => (node.parameters[1].style = "deepObject"),
      `${OPERATION}/parameters/1/style`,
      /not supported/,
    ],
    [
      "two parameters of one name",
      (node) => node.parameters.push(node.parameters[1]),
      `${OPERATION}/parameters/2`,
      /two parameters/,
    ],
    [
      "a condition on nothing",
      (node) => (node["x-params-rules"] = [{ description: "d" }]),
      `${OPERATION}/x-params-rules/0`,
      /asks for nothing/,
    ],
    [
      "a condition without words",
      (node) => (node["x-params-rules"] = [{ not: { required: ["price"] } }]),
      `${OPERATION}/x-params-rules/0`,
      /description/,
    ],
    [
      "a condition on a misspelt field",
      (node) => (node["x-params-rules"] = [{ description: "d", not: { required: ["prise"] } }]),
      `${OPERATION}/x-params-rules/0/not`,
      /no parameter is named "prise"/,
    ],
    [
      "a body that is no form",
      (node) => (node.requestBody = { content: { "application/json": { schema: {} } } }),
      `${OPERATION}/requestBody/content`,
      /x-www-form-urlencoded/,
    ],
    ["no answer", (node) => delete node.responses["200"], `${OPERATION}/responses`, /status 200/],
    [
      "no success among the answers",
      (node) => node.responses["200"].content["application/json"].schema.oneOf.shift(),
      `${OPERATION}/responses/200/content/application~1json/schema/oneOf`,
      /expected one success, got 0/,
    ],
    [
      "an outcome that leads nowhere",
      (node) => (node["x-order-outcome"] = { status: "/state", accepted: [] }),
      `${OPERATION}/x-order-outcome/status`,
      /does not lead to an enum/,
    ],
    [
      "an outcome the enum lacks",
      (node) => (node["x-order-outcome"] = { status: "/status", accepted: ["yess"] }),
      `${OPERATION}/x-order-outcome`,
      /"yess" is no value/,
    ],
    [
      "a reference to nothing",
      (_, whole) => delete whole.components.schemas.Status,
      `${OPERATION}/responses/200/content/application~1json/schema/oneOf/0/properties/status`,
      /nothing stands at/,
    ],
    [
      "a component inside itself",
      (_, whole) =>
        (whole.components.schemas.ErrorResponse.properties.inner = {
          $ref: "#/components/schemas/ErrorResponse",
        }),
      "/components/schemas/ErrorResponse",
      /contains itself/,
    ],
  ];

  it.each(cases)("%s", (_what, change, pointer, reason) => {
    let error: unknown;
    try {
      read(change);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(SpecError);
    const { source, message } = error as SpecError;
    expect(source).toEqual({ file: `${count}.yaml`, pointer });
    expect(message).toMatch(reason);
  });
});

describe("names that meet", () => {
  it("are refused, not merged", async () => {
    const contract = read((node, whole) => {
      whole.components.schemas.order_json = { type: "string" };
      whole.components.schemas.OrderJson = { type: "number" };
      node.responses["200"].content["application/json"].schema.oneOf[0].properties = {
        a: { $ref: "#/components/schemas/order_json" },
        b: { $ref: "#/components/schemas/OrderJson" },
        status: { $ref: "#/components/schemas/Status" },
      };
    });
    expect(() => emitRest(contract)).toThrow(
      /order_json.* would both be declared as OrderJson|OrderJson and order_json/,
    );
  });
});
