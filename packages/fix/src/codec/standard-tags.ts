/** The data field whose length a FIX 4.4 length field gives; 0 for every other tag. */
export function dataTagOf(lengthTag: number): number {
  switch (lengthTag) {
    case 90:
      return 91;
    case 93:
      return 89;
    case 95:
      return 96;
    case 212:
      return 213;
    case 348:
    case 350:
    case 352:
    case 354:
    case 356:
    case 358:
    case 360:
    case 362:
    case 364:
    case 445:
    case 618:
    case 621:
      return lengthTag + 1;
    default:
      return 0;
  }
}

/** Whether FIX 4.4 puts a tag into the header. */
export function isStandardHeaderTag(tag: number): boolean {
  switch (tag) {
    case 34:
    case 43:
    case 49:
    case 50:
    case 52:
    case 56:
    case 57:
    case 90:
    case 91:
    case 97:
    case 115:
    case 116:
    case 122:
    case 128:
    case 129:
    case 142:
    case 143:
    case 144:
    case 145:
    case 212:
    case 213:
    case 347:
    case 369:
    case 627:
    case 628:
    case 629:
    case 630:
      return true;
    default:
      return false;
  }
}
