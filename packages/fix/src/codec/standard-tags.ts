/** Length fields of FIX 4.4 whose data field has the next tag. */
const LENGTHS = [90, 95, 212, 348, 350, 352, 354, 356, 358, 360, 362, 364, 445, 618, 621];

/** The data field whose length a FIX 4.4 length field gives; 0 for every other tag. */
export function dataTagOf(lengthTag: number): number {
  // Signature is the one data field that comes before its length by number.
  if (lengthTag === 93) return 89;
  return LENGTHS.includes(lengthTag) ? lengthTag + 1 : 0;
}

const HEADER = [
  34, 43, 49, 50, 52, 56, 57, 90, 91, 97, 115, 116, 122, 128, 129, 142, 143, 144, 145, 212, 213, 347, 369,
  627, 628, 629, 630,
];

/** Whether FIX 4.4 puts a tag into the header. */
export function isStandardHeaderTag(tag: number): boolean {
  return HEADER.includes(tag);
}
