import { MASK } from "@x/core";

/** The text without the credentials in it, as they are, url-encoded or in JSON that echoes a request. */
export function masked<Text extends string | undefined>(text: Text, secrets: readonly string[]): Text {
  return secrets
    .flatMap((secret) => [secret, encodeURIComponent(secret), secret.replaceAll("/", "\\/")])
    .reduce((rest, secret) => rest?.replaceAll(secret, MASK) as Text, text);
}

/** A copy, so that nothing changes it later; nothing of what has no JSON. */
export function copied(value: unknown, secrets: readonly string[]): unknown {
  try {
    return JSON.parse(masked(JSON.stringify(value), secrets));
  } catch {
    return undefined;
  }
}

/** What a transport threw, without what else hangs on it: name, message and code of it and of its causes. */
export function safeCause(error: unknown, secrets: readonly string[], depth = 4): unknown {
  if (!(error instanceof Error && depth)) return error && masked(String(error), secrets);
  const { name, message, cause, code } = error as Error & { readonly code?: unknown };
  return Object.assign(new Error(masked(message, secrets), { cause: safeCause(cause, secrets, depth - 1) }), {
    name,
    code,
  });
}
