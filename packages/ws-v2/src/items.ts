/** Which item an answer is about. Refusals of a subscription name its symbol beside the error. */
export function item(answer: object, param: string): unknown {
  return field(field(answer, "result"), param) ?? field(answer, param);
}

export function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (value as { readonly [name: string]: unknown })[name]
    : undefined;
}
