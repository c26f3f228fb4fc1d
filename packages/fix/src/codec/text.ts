const ASCII_LIMIT = 0x80;

/** Nothing, behind the end of the bytes, is no digit. */
export function isDigit(byte: number | undefined): boolean {
  return (byte as number) >= 48 && (byte as number) <= 57;
}

type Latin1Slice = (this: Uint8Array, start: number, end: number) => string;
type Utf8Write = (this: Uint8Array, text: string, start: number, length: number) => number;

interface WithBuffer {
  readonly Buffer?: {
    readonly prototype: { readonly latin1Slice?: Latin1Slice; readonly utf8Write?: Utf8Write };
  };
}

/** Looked up once: `null` where there is none. */
let native: Latin1Slice | null | undefined;
let nativeWrite: Utf8Write | null | undefined;

/**
 * Writes a text where it is ASCII, by Node's own routine; whether it did. Otherwise what follows the offset is of no use.
 */
export function writeAscii(bytes: Uint8Array, text: string, at: number): boolean {
  nativeWrite ??= (globalThis as WithBuffer).Buffer?.prototype.utf8Write ?? null;
  return nativeWrite !== null && nativeWrite.call(bytes, text, at, text.length * 3) === text.length;
}

/** Where the next separator is. It must come, and four bytes must be readable wherever one is looked for. */
export function separatorFrom(view: DataView, from: number): number {
  for (let at = from; ; at += 4) {
    // Four bytes at once: the highest bit of each that is a separator, and none below the first of them.
    const four = view.getInt32(at, true) ^ 0x01010101;
    const found = (four - 0x01010101) & ~four & 0x80808080;
    if (found !== 0) return at + ((31 - Math.clz32(found & -found)) >> 3);
  }
}

/**
 * One character per byte. Node's own routine where there is one: it is several times faster, and the result is the
 * same everywhere.
 */
export function latin1(bytes: Uint8Array, start: number, end: number): string {
  native ??= (globalThis as WithBuffer).Buffer?.prototype.latin1Slice ?? null;
  if (native !== null) return native.call(bytes, start, end);
  let text = "";
  for (let at = start; at < end; at += 4096) {
    text += String.fromCharCode(...bytes.subarray(at, Math.min(at + 4096, end)));
  }
  return text;
}

/**
 * The text of a value that holds bytes beyond ASCII: UTF-8 where the bytes are valid UTF-8, otherwise one character
 * per byte, so that no byte is ever replaced or dropped.
 */
export function beyondAscii(bytes: Uint8Array, start: number, end: number): string {
  let ascii = true;
  for (let at = start; at < end; at++) {
    if ((bytes[at] as number) >= ASCII_LIMIT) {
      ascii = false;
      break;
    }
  }
  if (!ascii) {
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes.subarray(start, end));
    } catch {
      // Not UTF-8: kept byte by byte below.
    }
  }
  return latin1(bytes, start, end);
}
