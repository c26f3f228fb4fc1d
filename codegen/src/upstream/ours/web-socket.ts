import type { Components, Shape } from "../../contract/shape.ts";
import type { WsChannel, WsContract, WsMethod } from "../../contract/ws.ts";
import { Documents } from "../../read/document.ts";
import { SchemaReader } from "../../read/schema.ts";
import { child, members } from "../json.ts";
import { shapeOutline } from "../outline/from-shape.ts";
import { pageName, type Role, type Subject, type SubjectMessage } from "./subject.ts";
import { validators } from "./validator.ts";

const SENT: readonly Role[] = ["request", "subscribe", "unsubscribe"];
const ROLES: readonly Role[] = [...SENT, "response", "subscribeAck", "unsubscribeAck", "message"];

/**
 * The methods and channels of a WebSocket interface with their whole messages: those parts too that the client fills in
 * itself, which the contract leaves out.
 */
export function webSocketSubjects(root: string, api: string, contract: WsContract): Subject[] {
  return [...contract.methods, ...contract.channels].map((entry) => subject(root, api, entry));
}

function subject(root: string, api: string, entry: WsMethod | WsChannel): Subject {
  const documents = new Documents(root);
  const { file } = entry.source;
  const definitions = Object.keys(members(child(documents.load(file).value, "$defs")));
  const messages = ROLES.filter((role) => definitions.includes(role)).map((role) => {
    // Each message for itself: its references are read in place.
    const reader = new SchemaReader(documents, () => undefined);
    const source = { file, pointer: `/$defs/${role}` };
    return message(role, reader.read(documents.at(source), source), reader.components);
  });
  return {
    api,
    name: entry.name,
    tag: entry.name,
    names: [entry.name, ...pageName(entry.doc.notes["x-page"])],
    messages,
  };
}

function message(role: Role, shape: Shape, components: Components): SubjectMessage {
  const refuse = validators(components, SENT.includes(role) ? "outbound" : "inbound")(shape);
  return {
    role,
    outline: shapeOutline(shape, components),
    refuse: (example) => {
      try {
        return refuse(JSON.parse(example));
      } catch (cause) {
        if (!(cause instanceof SyntaxError)) throw cause;
        return `is no JSON: ${cause.message}`;
      }
    },
  };
}
