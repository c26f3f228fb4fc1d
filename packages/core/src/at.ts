/** What field names lead to; `{last}` is the last entry of a list. Nothing when a step leads nowhere. */
export function at(value: unknown, steps: readonly string[]): unknown {
  return steps.reduce<unknown>(
    (node, step) =>
      step === "{last}" && Array.isArray(node)
        ? node.at(-1)
        : (node as { [name: string]: unknown } | null)?.[step],
    value,
  );
}
