import { escapeStep } from "../contract/source.ts";
import { child, followed, list, members } from "./json.ts";
import type { Role, Subject } from "./ours/subject.ts";
import { schemaOutline } from "./outline/from-schema.ts";
import { limitsOf, withLimits } from "./outline/limits.ts";
import { either, type Outline, type OutlineField } from "./outline/outline.ts";
import type { Findings } from "./verdict.ts";

/** Holds one operation of an OpenAPI document against ours. */
export function judgeOperation(
  name: string,
  document: unknown,
  { method, path }: { readonly method: string; readonly path: string },
  subject: Subject,
  findings: Findings,
): void {
  const operation = child(document, "paths", path, method.toLowerCase());
  if (operation === undefined) {
    findings.lost.push(`it does not hold ${method} ${path}`);
    return;
  }
  const place = `${name}#/paths/${escapeStep(path)}/${method.toLowerCase()}`;
  for (const message of subject.messages) {
    const theirs =
      message.role === "request"
        ? parameters(operation, document, place)
        : answer(message.role, operation, document, place);
    if (theirs) findings.compare(message, theirs);
  }
  const response = subject.messages.find(({ role }) => role === "response");
  for (const [label, value] of answerExamples(operation, document)) {
    findings.example(place, label, response?.refuse?.(JSON.stringify(value)));
  }
}

/** Success and refusal may both come with HTTP 200; then `result` tells them apart. */
function answer(role: Role, operation: unknown, document: unknown, place: string): Outline | undefined {
  const schema = child(operation, "responses", "200", "content", "application/json", "schema");
  if (schema === undefined) return undefined;
  const at = `${place}/responses/200`;
  const { oneOf } = members(schema);
  const variants = Array.isArray(oneOf) ? oneOf : [schema];
  const outlines = variants.map((variant) => schemaOutline(variant, document, at));
  const isRefusal = ({ fields }: Outline): boolean =>
    fields?.get("result")?.outline.values?.has("error") ?? false;
  const wanted = outlines.filter((outline) => isRefusal(outline) === (role === "error"));
  return wanted.length === 0 ? undefined : either(wanted, at);
}

/** Headers that every client fills in by itself. */
const CLIENT_HEADER = /^(?:api-?key|authent|nonce|accept|content-type|user-agent)$/i;

/** Query, path and form fields alike, as a caller gives them. */
function parameters(operation: unknown, document: unknown, place: string): Outline {
  const fields = new Map<string, OutlineField>();
  for (const [index, entry] of list(child(operation, "parameters")).entries()) {
    const parameter = members(followed(entry, document));
    if (parameter.name === undefined || (parameter.in === "header" && CLIENT_HEADER.test(parameter.name)))
      continue;
    const schema = parameter.schema ?? child(parameter.content, "application/json", "schema");
    const outline = schemaOutline(schema, document, `${place}/parameters/${index}`);
    // What stands beside the schema counts as in it.
    const limits =
      withLimits(outline.limits, limitsOf({ deprecated: parameter.deprecated }, undefined)) ?? {};
    fields.set(String(parameter.name), {
      required: parameter.required === true,
      outline: { ...outline, limits },
    });
  }
  const contents = child(followed(child(operation, "requestBody"), document), "content");
  const [body] = Object.values(members(contents));
  const form = schemaOutline(child(body, "schema"), document, `${place}/requestBody`);
  for (const [name, field] of form.fields ?? []) fields.set(name, field);
  const limits = limitsOf({ deprecated: child(operation, "deprecated") }, undefined);
  return { at: place, types: new Set(["object"]), fields, limits, whole: true };
}

function answerExamples(operation: unknown, document: unknown): [string, unknown][] {
  const content = child(operation, "responses", "200", "content", "application/json");
  const named = Object.entries(members(child(content, "examples")));
  const values = named.map(([name, entry]): [string, unknown] => [
    name,
    child(followed(entry, document), "value"),
  ]);
  values.push(["example", child(content, "example")]);
  return values.filter(([, value]) => value !== undefined);
}
