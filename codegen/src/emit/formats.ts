/** Text formats that are checked in what we send: a slip here would be refused by the exchange, or mean another time. */
const FORMATS: { readonly [format: string]: { readonly pattern: string; readonly words: string } } = {
  "date-time": {
    pattern:
      "/^\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])T(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d{1,9})?(?:Z|[+-]\\d{2}:\\d{2})$/",
    words: "an RFC 3339 date and time with an offset",
  },
  uuid: {
    pattern: "/^[\\da-f]{8}-[\\da-f]{4}-[\\da-f]{4}-[\\da-f]{4}-[\\da-f]{12}$/i",
    words: "a UUID",
  },
  // No exponent: the exchange refuses it, and JavaScript writes it for small and large numbers.
  decimal: { pattern: "/^-?\\d+(?:\\.\\d+)?$/", words: "a decimal number as text, without exponent" },
};

export function formatCheck(
  format: string,
): { readonly pattern: string; readonly words: string } | undefined {
  return Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined;
}
