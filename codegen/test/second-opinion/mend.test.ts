import { expect, test } from "vitest";
import { mendClient } from "../../second-opinion/mend.ts";

const item = "export type Item = number | string;";

function mended(text: string): string | undefined {
  return mendClient(
    new Map([
      ["models/Item.ts", item],
      ["models/List.ts", text],
    ]),
  ).get("models/List.ts");
}

test.each([
  {
    what: "a decoder that is no name gets one, a missing import is added",
    given:
      "import {\n    Stamp,\n    Array<Item>FromJSONTyped,\n} from './';\nexport type List = Array<Item> | Stamp;",
    want: "import type { Item } from './';\nimport {\n    Stamp,\n    ArrayOfItemFromJSONTyped,\n} from './';\nexport type List = Array<Item> | Stamp;",
  },
  {
    what: "lists of lists",
    given: "export type List = Array<Array<Item>> | number;\nArray<Array<Item>>ToJSON(value);",
    want: "import type { Item } from './';\nexport type List = Array<Array<Item>> | number;\nArrayOfArrayItemToJSON(value);",
  },
  {
    what: "what is imported stays so",
    given: "import {\n    Item,\n} from './';\nexport type List = Array<Item> | number;",
    want: "import {\n    Item,\n} from './';\nexport type List = Array<Item> | number;",
  },
  {
    what: "neither a type of the language nor the model itself is imported",
    given: "export type List = Array<string> | Array<List>;",
    want: "export type List = Array<string> | Array<List>;",
  },
])("$what", ({ given, want }) => {
  expect(mended(given)).toBe(want);
});

test("no other file is touched", () => {
  expect(mendClient(new Map([["models/Item.ts", item]])).get("models/Item.ts")).toBe(item);
});
