import { fileURLToPath } from "node:url";
import * as codec from "../../../packages/fix/src/codec/codec.ts";
import type { FixMessage } from "../../../packages/fix/src/codec/message.ts";
import { FixError } from "../../../packages/fix/src/errors.ts";
import * as generated from "../../../packages/fix/src/generated/index.ts";
import { readFixDictionary } from "../../src/read/fix-dictionary.ts";
import { codecProperties } from "./codec-properties.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const messages = new Map(
  Object.values(generated)
    .filter((value) => "msgType" in value)
    .map((message) => [message.msgType, message as unknown as FixMessage]),
);

codecProperties(
  readFixDictionary(root, "specs/fix/kraken-fix44.xml"),
  messages as never,
  { ...codec, FixError },
  100,
);
