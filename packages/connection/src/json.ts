/**
 * JSON text whose numbers never have an exponent: Kraken refuses `1e-7`, which is how JavaScript writes 0.0000001.
 * The digits are the number's shortest exact form, as in `JSON.stringify`.
 */
export function encodeJson(value: unknown): string {
  const text = JSON.stringify(value);
  return /\de[+-]?\d/.test(text) ? plain(JSON.parse(text)) : text;
}

function plain(value: unknown): string {
  if (typeof value === "number") return plainNumber(String(value));
  if (Array.isArray(value)) return `[${value.map(plain).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, field]) => `${JSON.stringify(key)}:${plain(field)}`)
    .join(",")}}`;
}

function plainNumber(text: string): string {
  const [, sign = "", whole = "", fraction = "", exponent = ""] =
    /^(-?)(\d+)(?:\.(\d+))?e([+-]?\d+)$/.exec(text) ?? [];
  if (exponent === "") return text;
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  if (point <= 0) return `${sign}0.${"0".repeat(-point)}${digits}`;
  if (point >= digits.length) return sign + digits + "0".repeat(point - digits.length);
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}
