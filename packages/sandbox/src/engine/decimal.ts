/**
 * An exact decimal number as its shortest plain text: no exponent, no leading or trailing zeros, no `-0`. Two decimals
 * are equal exactly when their texts are.
 */
export type Decimal = string;

interface Scaled {
  readonly digits: bigint;
  readonly scale: number;
}

const PLAIN = /^[+-]?(\d+\.?\d*|\.\d+)$/;
const EXPONENT = /^([+-]?(?:\d+\.?\d*|\.\d+))[eE]([+-]?\d{1,3})$/;
/** No price or quantity of any market is longer; a longer text is a mistake or an attack. */
const LONGEST = 64;

/** Reads plain notation. Nothing comes back for exponents, empty text, spaces and everything else. */
export function parseDecimal(text: string): Decimal | undefined {
  return text.length <= LONGEST && PLAIN.test(text) ? print(scaled(text)) : undefined;
}

/** Reads the source text of a JSON number, whose writer may have chosen an exponent. */
export function parseJsonNumber(source: string): Decimal | undefined {
  const match = EXPONENT.exec(source);
  if (match === null) return parseDecimal(source);
  const [, mantissa = "", exponent = "0"] = match;
  const shift = Number(exponent);
  if (Math.abs(shift) > LONGEST || mantissa.length > LONGEST) return undefined;
  const { digits, scale } = scaled(mantissa);
  return print(
    shift > scale
      ? { digits: digits * 10n ** BigInt(shift - scale), scale: 0 }
      : { digits, scale: scale - shift },
  );
}

export function compare(a: Decimal, b: Decimal): -1 | 0 | 1 {
  if (a === b) return 0;
  const [left, right] = aligned(a, b);
  return left < right ? -1 : left > right ? 1 : 0;
}

export function isPositive(value: Decimal): boolean {
  return value !== "0" && !value.startsWith("-");
}

export function add(a: Decimal, b: Decimal): Decimal {
  const [left, right, scale] = aligned(a, b);
  return print({ digits: left + right, scale });
}

export function subtract(a: Decimal, b: Decimal): Decimal {
  const [left, right, scale] = aligned(a, b);
  return print({ digits: left - right, scale });
}

export function multiply(a: Decimal, b: Decimal): Decimal {
  const left = scaled(a);
  const right = scaled(b);
  return print({ digits: left.digits * right.digits, scale: left.scale + right.scale });
}

/** The quotient of a non-negative and a positive number, cut after `decimals` digits. */
export function divide(a: Decimal, b: Decimal, decimals: number): Decimal {
  const [left, right] = aligned(a, b);
  return print({ digits: (left * 10n ** BigInt(decimals)) / right, scale: decimals });
}

export function isMultipleOf(value: Decimal, step: Decimal): boolean {
  const [left, right] = aligned(value, step);
  return left % right === 0n;
}

/** The greatest multiple of `step` that is not above a positive `value`. */
export function floorTo(value: Decimal, step: Decimal): Decimal {
  const [left, right, scale] = aligned(value, step);
  return print({ digits: left - (left % right), scale });
}

/** With exactly `decimals` digits behind the point; digits beyond them are cut. */
export function toFixed(value: Decimal, decimals: number): string {
  const { digits, scale } = scaled(value);
  const shift = decimals - scale;
  const shifted = shift >= 0 ? digits * 10n ** BigInt(shift) : digits / 10n ** BigInt(-shift);
  return place(shifted, decimals);
}

function scaled(text: string): Scaled {
  const point = text.indexOf(".");
  if (point === -1) return { digits: BigInt(text.replace("+", "")), scale: 0 };
  const fraction = text.slice(point + 1);
  const whole = text.slice(0, point).replace("+", "");
  return { digits: BigInt(`${whole}${fraction}`), scale: fraction.length };
}

function aligned(a: Decimal, b: Decimal): [bigint, bigint, number] {
  const left = scaled(a);
  const right = scaled(b);
  const scale = Math.max(left.scale, right.scale);
  return [
    left.digits * 10n ** BigInt(scale - left.scale),
    right.digits * 10n ** BigInt(scale - right.scale),
    scale,
  ];
}

function print({ digits, scale }: Scaled): Decimal {
  const text = place(digits, scale);
  return scale === 0 ? text : text.replace(/\.?0+$/, "");
}

function place(digits: bigint, scale: number): string {
  if (scale === 0) return digits.toString();
  const sign = digits < 0n ? "-" : "";
  const text = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, "0");
  return `${sign}${text.slice(0, -scale)}.${text.slice(-scale)}`;
}
