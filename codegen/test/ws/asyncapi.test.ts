import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { emitWs } from "../../src/emit/ws/emit.ts";
import { readAsyncApi } from "../../src/read/asyncapi.ts";

const fixtures = fileURLToPath(new URL("fixtures/specs", import.meta.url));

/** Every mistake in an AsyncAPI document is refused, with the file and the place. */

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "asyncapi-"));
  await cp(fixtures, root, { recursive: true });
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function edit(file: string, from: string, to: string): Promise<void> {
  const text = await readFile(join(root, file), "utf8");
  expect(text).toContain(from);
  await writeFile(join(root, file), text.replace(from, to));
}

const document = "asyncapi.yaml";
const cases: readonly [string, string, string, string, RegExp][] = [
  [
    "another version",
    document,
    "asyncapi: 3.0.0",
    "asyncapi: 2.6.0",
    /asyncapi\.yaml:1#\/asyncapi: expected AsyncAPI 3/,
  ],
  ["no dialect", document, "x-dialect: v2", "x-dialect: v3", /#\/x-dialect: expected "v2" or "legacy"/],
  [
    "another protocol",
    document,
    "protocol: wss }\n  private",
    "protocol: ws }\n  private",
    /#\/servers\/public\/protocol: expected wss/,
  ],
  [
    "an unknown server",
    document,
    "#/servers/private-2",
    "#/servers/secret",
    /nothing stands at asyncapi\.yaml#\/servers\/secret/,
  ],
  [
    "a missing answer",
    document,
    "      response:",
    "      reply:",
    /#\/channels\/delete\/messages: the message "response" is missing/,
  ],
  [
    "an unknown role",
    document,
    "      message:",
    "      massage:",
    /#\/channels\/Level-3\/messages: the message "message" is missing/,
  ],
  [
    "a message no operation names",
    document,
    "delete/messages/request",
    "delete/messages/response",
    /#\/channels\/delete\/messages\/request: no operation sends/,
  ],
  [
    "a schema that is not there",
    document,
    "delete.schema.json#/$defs/request",
    "delete.schema.json#/$defs/reqest",
    /nothing stands at methods\/delete\.schema\.json#\/\$defs\/reqest/,
  ],
  [
    "a payload without a reference",
    document,
    "payload: { schema: {",
    "payload: { shape: {",
    /payload: expected schema: \{ \$ref/,
  ],
  [
    "a request under another name",
    "methods/delete.schema.json",
    '"const": "delete"',
    '"const": "remove"',
    /says it is "remove", stands under "delete"/,
  ],
  [
    "a message without a name",
    "methods/say_2nd.schema.json",
    '"const": "said", "x-supplied": "name"',
    '"const": "said"',
    /no property with a const says the name/,
  ],
  [
    "a parameter that only the end of a subscription takes",
    "channels/Level-3.schema.json",
    '"const": "unsubscribe", "x-supplied": "name" },',
    '"const": "unsubscribe", "x-supplied": "name" }, "depth": { "type": "integer" }, "width": { "type": "integer" },',
    /#\/\$defs\/unsubscribe: "width" is not a parameter of the subscription/,
  ],
  [
    "a local copy of numbered messages",
    "channels/tide.schema.json",
    '"x-snapshot": true,',
    '"x-snapshot": true, "x-local-copy": true,',
    /#\/\$defs\/subscribe: a local copy is not held to the numbers of messages/,
  ],
  [
    "a part of a channel's name without a default",
    "channels/Level-3.schema.json",
    '"default": 10, ',
    "",
    /depth: "depth" is part of the channel's name and needs a default/,
  ],
  [
    "an unknown keyword",
    "methods/delete.schema.json",
    '"minItems": 2',
    '"contains": 2',
    /unknown keyword "contains"/,
  ],
];

describe("a mistake in an AsyncAPI document", () => {
  it.each(cases)("%s", async (_name, file, from, to, message) => {
    await edit(file, from, to);
    expect(() => readAsyncApi(root, document)).toThrow(message);
  });

  it("an object that is both sent and received", async () => {
    await edit(
      "methods/delete.schema.json",
      '"token": {',
      '"tree": { "$ref": "../common/tree.schema.json" }, "token": {',
    );
    const contract = readAsyncApi(root, document);
    expect(() => emitWs(contract)).toThrow(/common\/tree\.schema\.json#\/: "tree" is both sent and received/);
  });
});
