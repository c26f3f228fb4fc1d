/** Strings, to be left alone, and numbers with an exponent: one digit, perhaps a fraction, the exponent. */
const STRING_OR_EXPONENT = /"(?:[^"\\]|\\.)*"|(\d)(?:\.(\d+))?e([+-]\d+)/g;

/**
 * JSON text whose numbers never have an exponent: Kraken refuses `1e-7`, which is how JavaScript writes 0.0000001.
 * The digits are the number's shortest exact form, as in `JSON.stringify`.
 */
export function encodeJson(value: unknown): string {
  return JSON.stringify(value).replace(
    STRING_OR_EXPONENT,
    (all, digit?: string, fraction = "", exponent = 0) => {
      if (digit === undefined) return all;
      // JavaScript writes exponents below -6 and above 20 only, and has at most 17 digits.
      return exponent < 0
        ? `0.${"0".repeat(-exponent - 1)}${digit}${fraction}`
        : digit + fraction.padEnd(+exponent, "0");
    },
  );
}
