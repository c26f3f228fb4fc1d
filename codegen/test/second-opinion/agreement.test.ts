import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { Difference } from "../../second-opinion/compare.ts";
import { clientFiles, compareThings, readClient, readSpec, specFile, specText } from "./things.ts";

const scratch = mkdtempSync(join(tmpdir(), "second-opinion-test-"));
afterAll(() => rmSync(scratch, { recursive: true }));

/** The generator's own mistakes, which stand whatever else is changed. */
const known: readonly Difference[] = [
  {
    where: "things / model ErrorResponse / field error / type",
    theirs: "TypeScript's own Error",
    ours: "model Error",
  },
  { where: "things / model Error / name", theirs: "ModelError", ours: "Error" },
];

function replaced(text: string, from: string, to: string): string {
  expect(text.split(from)).toHaveLength(2);
  return text.replace(from, to);
}

test("two readings of one spec agree, but for what the other generator gets wrong", () => {
  const { agreed, differences } = compareThings();
  expect(differences).toEqual(known);
  expect(Object.fromEntries(agreed)).toEqual({
    server: 1,
    operation: 3,
    credentials: 3,
    answer: 3,
    parameter: 6,
    model: 20,
    name: 19,
    field: 24,
    type: 29,
    items: 3,
    values: 3,
    null: 55,
    value: 18,
    variant: 16,
  });
});

describe("a change of the other client is reported at its place", () => {
  const changes: readonly { what: string; file: string; from: string; to: string; want: Difference }[] = [
    {
      what: "a field's type",
      file: "models/Thing.ts",
      from: "note?: string;",
      to: "note?: number;",
      want: { where: "things / model Thing / field note / type", theirs: "number", ours: "string" },
    },
    {
      what: "a field's requiredness",
      file: "models/Thing.ts",
      from: "    side: Side;",
      to: "    side?: Side;",
      want: { where: "things / model Thing / field side", theirs: "optional", ours: "required" },
    },
    {
      what: "a field's null",
      file: "models/Thing.ts",
      from: "close_price: number | null;",
      to: "close_price: number;",
      want: {
        where: "things / model Thing / field close[price] / type / null",
        theirs: "not allowed",
        ours: "allowed",
      },
    },
    {
      what: "the wire's name of a field",
      file: "models/Edited.ts",
      from: "ThingFromJSON(json['new'])",
      to: "ThingFromJSON(json['_new'])",
      want: { where: "things / model Edited / field _new", theirs: "required", ours: "absent" },
    },
    {
      what: "what a map holds",
      file: "models/Thing.ts",
      from: "{ [key: string]: number; }",
      to: "{ [key: string]: string; }",
      want: { where: "things / model Thing / field fees / type / values", theirs: "string", ours: "number" },
    },
    {
      what: "an additional value of an enumeration in place",
      file: "models/Edited.ts",
      from: "SIZE = 'SIZE'",
      to: "SIZE = 'SIZE',\n    TIME = 'TIME'",
      want: {
        where: 'things / model Edited / field reason / type / value "TIME"',
        theirs: "listed",
        ours: "absent",
      },
    },
    {
      what: "the null of what a list holds",
      file: "models/CountsTextsItemOrNull.ts",
      from: "CountsTextsItemOrNull = null | string;",
      to: "CountsTextsItemOrNull = string;",
      want: {
        where: "things / model CountsTextsItemOrNull / variant null",
        theirs: "absent",
        ours: "null",
      },
    },
    {
      what: "what a map holds beside fields",
      file: "models/Counts.ts",
      from: "[key: string]: Stamp | any;",
      to: "[key: string]: Side | any;",
      want: { where: "things / model Counts / values", theirs: "model Side", ours: "model Stamp" },
    },
    {
      what: "the value of an enumeration among variants",
      file: "models/CountsIdVariant2.ts",
      from: "none = 'none'",
      to: "none = 'nothing'",
      want: {
        where: 'things / model CountsIdVariant2 / value "none"',
        theirs: "absent",
        ours: "listed",
      },
    },
    {
      what: "a free object among variants",
      file: "models/CountsFree.ts",
      from: "export type CountsFree = object | string;",
      to: "export type CountsFree = string;",
      want: { where: "things / model CountsFree / variant object", theirs: "absent", ours: "object" },
    },
    {
      what: "a time",
      file: "models/Stamp.ts",
      from: "time: Date;",
      to: "time: string;",
      want: { where: "things / model Stamp / field time / type", theirs: "string", ours: "date" },
    },
    {
      what: "what a list holds",
      file: "models/SendThingResult.ts",
      from: "events: Array<Event>;",
      to: "events: Array<string>;",
      want: {
        where: "things / model SendThingResult / field events / type / items",
        theirs: "string",
        ours: "model Event",
      },
    },
    {
      what: "a lost variant",
      file: "models/Event.ts",
      from: "export type Event = Edited | Placed;",
      to: "export type Event = Edited;",
      want: {
        where: "things / model Event / variant model Placed",
        theirs: "absent",
        ours: "model Placed",
      },
    },
    {
      what: "a parameter's place",
      file: "apis/ThingsApi.ts",
      from: "formParams.append('unit', requestParameters.unit as any);",
      to: "queryParameters['unit'] = requestParameters.unit;",
      want: {
        where: "things / operation sendThing / parameter unit",
        theirs: "optional, query",
        ours: "optional, form",
      },
    },
    {
      what: "a parameter's requiredness",
      file: "apis/ThingsApi.ts",
      from: "    side: Side;",
      to: "    side?: Side;",
      want: {
        where: "things / operation sendThing / parameter side",
        theirs: "optional, form",
        ours: "required, form",
      },
    },
    {
      what: "the verb of a request",
      file: "apis/ThingsApi.ts",
      from: "method: 'POST'",
      to: "method: 'PUT'",
      want: { where: "things / operation sendThing", theirs: "PUT /things", ours: "POST /things" },
    },
    {
      what: "lost credentials",
      file: "apis/ThingsApi.ts",
      from: 'headerParameters["Key"] = this.configuration.apiKey("Key");',
      to: "",
      want: { where: "things / operation sendThing / credentials", theirs: "none", ours: "needed" },
    },
    {
      what: "the answer",
      file: "apis/ThingsApi.ts",
      from: "Raw(requestParameters: GetThingRequest): Promise<runtime.ApiResponse<Thing>>",
      to: "Raw(requestParameters: GetThingRequest): Promise<runtime.ApiResponse<Array<Thing>>>",
      want: { where: "things / operation getThing / answer", theirs: "array", ours: "model Thing" },
    },
    {
      what: "the server",
      file: "runtime.ts",
      from: '"https://things.test/api"',
      to: '"https://other.test/api"',
      want: { where: "things / server", theirs: "https://other.test/api", ours: "https://things.test/api" },
    },
  ];
  test.each(changes)("$what", ({ file, from, to, want }) => {
    const text = replaced(clientFiles.get(file) ?? "", from, to);
    const { differences } = compareThings(readClient(new Map([...clientFiles, [file, text]])));
    expect(differences).toContainEqual(want);
    expect(differences.length).toBeGreaterThan(known.length);
    expect(differences).toEqual(expect.arrayContaining([...known]));
  });

  test("a model that is gone", () => {
    const files = new Map([...clientFiles].filter(([path]) => path !== "models/Stamp.ts"));
    expect(compareThings(readClient(files)).differences).toEqual([
      ...known,
      { where: "things / model Stamp", theirs: "absent", ours: "object" },
    ]);
  });
});

describe("a change of our side is reported at its place", () => {
  const changes: readonly { what: string; from: string; to: string; want: readonly Difference[] }[] = [
    {
      what: "a field's type",
      from: "note: { type: string }",
      to: "note: { type: boolean }",
      want: [{ where: "things / model Thing / field note / type", theirs: "string", ours: "boolean" }],
    },
    {
      what: "a field's requiredness",
      from: "required: [type, new]",
      to: "required: [type, new, reason]",
      want: [{ where: "things / model Edited / field reason", theirs: "optional", ours: "required" }],
    },
    {
      what: "a value of a shared enumeration",
      from: "enum: [buy, sell]",
      to: "enum: [buy, hold]",
      want: [
        { where: 'things / model Side / value "sell"', theirs: "listed", ours: "absent" },
        { where: 'things / model Side / value "hold"', theirs: "absent", ours: "listed" },
      ],
    },
    {
      what: "a value of a nullable enumeration",
      from: "enum: [above, below, null]",
      to: "enum: [above, null]",
      want: [{ where: 'things / model ThingTrigger / value "below"', theirs: "listed", ours: "absent" }],
    },
    {
      what: "a missing field",
      from: "        note: { type: string }\n",
      to: "",
      want: [{ where: "things / model Thing / field note", theirs: "optional", ours: "absent" }],
    },
    {
      what: "a renamed operation",
      from: "operationId: sendThing",
      to: "operationId: submitThing",
      want: [
        { where: "things / operation sendThing", theirs: "POST /things", ours: "absent" },
        { where: "things / operation submitThing", theirs: "absent", ours: "POST /things" },
      ],
    },
    {
      what: "a missing parameter",
      from: "        - name: unit\n          in: query\n          schema: { type: string, enum: [PERCENT, QUOTE] }\n",
      to: "",
      want: [
        { where: "things / operation sendThing / parameter unit", theirs: "optional, form", ours: "absent" },
      ],
    },
    {
      what: "a fixed value",
      from: "const: thing",
      to: "const: item",
      want: [
        {
          where: 'things / model Thing / field type / type / value "thing"',
          theirs: "listed",
          ours: "absent",
        },
        {
          where: 'things / model Thing / field type / type / value "item"',
          theirs: "absent",
          ours: "listed",
        },
      ],
    },
    {
      what: "the null of what a list holds",
      from: "Text: { type: [string, 'null'] }",
      to: "Text: { type: [string] }",
      want: [
        {
          where: "things / model Counts / field texts / type / items",
          theirs: "model CountsTextsItemOrNull",
          ours: "string",
        },
        { where: "things / model CountsTextsItemOrNull", theirs: "union", ours: "absent" },
      ],
    },
    {
      what: "another model",
      from: "        new:\n          $ref: '#/components/schemas/Thing'",
      to: "        new:\n          $ref: '#/components/schemas/Stamp'",
      want: [
        { where: "things / model Edited / field new / type", theirs: "model Thing", ours: "model Stamp" },
      ],
    },
  ];
  test.each(changes)("$what", ({ from, to, want }) => {
    writeFileSync(join(scratch, specFile), replaced(specText, from, to));
    const { differences } = compareThings(readClient(), readSpec(scratch));
    expect(differences.filter(({ where }) => !known.some((other) => other.where === where))).toEqual(want);
  });
});
