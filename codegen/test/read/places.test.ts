import { describe, expect, it } from "vitest";
import { Places } from "../../src/read/places.ts";

const yaml = `openapi: 3.1.0
paths:
  /a/b:
    get:
      tags: [x, y]
      description: >-
        Two
        lines.
components: {}
`;
const json = `{
  "a": [
    { "b": 1 },
    { "b": 2 }
  ],
  "c": "d"
}
`;
const xml = `<fix>
  <messages>
    <message name="Logon">
      <field name="HeartBtInt" required="Y"
             meaning="m"/>
    </message>
  </messages>
  <fields>
    <field name="A"><value enum="1" description="ONE"/></field>
  </fields>
</fix>
`;

describe("places of a spec file", () => {
  it.each([
    ["a.yaml", yaml, "/paths/~1a~1b/get/tags/1", [2, 8], [3, 8], [4, 8], [5, 5], [5, 5]],
    ["a.yaml", yaml, "/paths/~1a~1b/get/description", [2, 8], [3, 8], [4, 8], [6, 8]],
    ["a.json", json, "/a/1/b", [2, 4], [4, 4], [4, 4]],
    ["a.json", json, "/c", [6, 6]],
    [
      "a.xml",
      xml,
      "/fix/messages/message[@name='Logon']/field[@name='HeartBtInt']",
      [1, 11],
      [2, 7],
      [3, 6],
      [4, 5],
    ],
    ["a.xml", xml, "/fix/fields/field[@name='A']/value[@enum='1']", [1, 11], [8, 10], [9, 9], [9, 9]],
  ] as const)("are found in %s with all that is around them: %s%s", (file, text, pointer, ...lines) => {
    expect(new Places(file, text).on(pointer).map(({ first, last }) => [first, last])).toEqual(lines);
  });

  it("end where a pointer leads no further", () => {
    expect(new Places("a.json", json).on("/a/7/b")).toEqual([{ first: 2, last: 4 }]);
    expect(new Places("a.xml", xml).on("/fix/nothing")).toEqual([{ first: 1, last: 11 }]);
    expect(new Places("a.xml", xml).on("/other")).toEqual([]);
    expect(new Places("a.yaml", yaml).on("")).toEqual([]);
  });
});
