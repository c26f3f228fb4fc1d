import type { RestContract, RestOperationContract } from "../../contract/rest.ts";
import type { Components, Shape } from "../../contract/shape.ts";
import { sourceText } from "../../contract/source.ts";
import { shapeOutline } from "../outline/from-shape.ts";
import { limitsOf } from "../outline/limits.ts";
import { either } from "../outline/outline.ts";
import { pageName, type Subject, type SubjectMessage } from "./subject.ts";
import { type Validator, validators } from "./validator.ts";

/** The operations of a REST interface: parameters, successes, refusals. */
export function restSubjects(api: string, contract: RestContract): Subject[] {
  const received = validators(contract.components, "inbound");
  return contract.operations.map((operation) => ({
    api,
    name: `${operation.method} ${operation.path}`,
    tag: operation.name,
    names: [operation.name, ...pageName(operation.page)],
    messages: messages(operation, contract.components, received),
  }));
}

function messages(
  operation: RestOperationContract,
  components: Components,
  received: (shape: Shape) => Validator,
): SubjectMessage[] {
  const answers = [operation.result, ...operation.errors].map(received);
  const errors = operation.errors.map((shape) => shapeOutline(shape, components));
  // That the operation is to go is said where its parameters are.
  const request = shapeOutline(operation.params, components);
  const limits = limitsOf({ deprecated: operation.doc.deprecated }, undefined);
  const list: SubjectMessage[] = [{ role: "request", outline: { ...request, limits } }];
  if (operation.answer !== "json") return list;
  list.push({
    role: "response",
    outline: shapeOutline(operation.result, components),
    // An example may show a refusal: the closest form's reason is given.
    refuse: (example) => {
      const value: unknown = JSON.parse(example);
      const reasons = answers.map((answer) => answer(value));
      return reasons.includes(undefined) ? undefined : reasons[0];
    },
  });
  if (errors.length > 0) list.push({ role: "error", outline: either(errors, sourceText(operation.source)) });
  return list;
}
