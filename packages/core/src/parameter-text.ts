/** The shortest decimal that reads back as the same number, in plain notation: `1e-7` is `0.0000001`. */
export function decimalText(value: unknown): string {
  const [, sign = "", whole = "", fraction = "", exponent] =
    /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(String(value)) ?? [];
  if (exponent === undefined || typeof value !== "number") return String(value);
  const digits = whole + fraction;
  const point = 1 + Number(exponent);
  return sign + (point > 0 ? digits.padEnd(point, "0") : `0.${"0".repeat(-point)}${digits}`);
}

/** JSON whose numbers have no exponent. Texts are matched first, so that none inside them is touched. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value).replace(/"(?:[^"\\]|\\.)*"|[-\d.]+e[+-]\d+/g, (part) =>
    part.startsWith('"') ? part : decimalText(Number(part)),
  );
}
