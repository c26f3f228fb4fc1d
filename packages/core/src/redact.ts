import { MASK } from "./mask.ts";

/** Field names (lower case) and FIX tags whose values are credentials on one of Kraken's wires. */
const SECRET_FIELDS = new Set([
  "token",
  "apikey",
  "api-key",
  "apisecret",
  "secret",
  "api-sign",
  "authent",
  "password",
  "nonce",
  "otp",
  "553",
  "554",
  "5025",
  "96",
]);

/** Whether a field's value is a credential, by its name. */
export function isSecretField(name: string): boolean {
  return SECRET_FIELDS.has(name.toLowerCase());
}

/**
 * A deep copy with every credential-bearing field masked, for errors, logs and evidence.
 * Cycles and values deeper than 32 levels are cut, so it never throws and always ends.
 */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  if (depth >= 32) return "[…]";
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
  const copy: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(value)) {
    const masked = isSecretField(key) ? MASK : redact(field, depth + 1);
    // `__proto__` must stay a plain field of the copy.
    Object.defineProperty(copy, key, { value: masked, enumerable: true, configurable: true, writable: true });
  }
  return copy;
}

/** Replaces every occurrence of the given credentials in a raw text. Empty credentials are ignored. */
export function redactText(text: string, secrets: readonly string[]): string {
  let masked = text;
  for (const secret of secrets) {
    if (secret !== "") masked = masked.replaceAll(secret, MASK);
  }
  return masked;
}
