/** One message of the mix: its bytes, and its fields as another library's encoder would be given them. */
export interface CorpusMessage {
  readonly msgType: string;
  readonly bytes: Uint8Array;
}

/** A generator of numbers that gives the same row for the same seed (mulberry32). */
function seeded(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

type Fields = readonly (readonly [tag: number, value: string])[];

const SYMBOLS = ["BTC/USD", "ETH/USD", "SOL/EUR", "PF_XBTUSD", "PF_ETHUSD", "XRP/USDT"];

/**
 * The mix codecs are compared on: 40 % execution reports of about 25 fields, 30 % new orders, 20 % market data changes of
 * 20 entries, the rest heartbeats and mass cancels. Made without the codec under test; the same for the same seed.
 */
export function corpus(count: number, seed = 44): CorpusMessage[] {
  const random = seeded(seed);
  return Array.from({ length: count }, (_, index) => {
    const draw = random(100);
    const [msgType, body] =
      draw < 40
        ? (["8", report(random)] as const)
        : draw < 70
          ? (["D", order(random)] as const)
          : draw < 90
            ? (["X", changes(random)] as const)
            : draw < 95
              ? (["0", [[112, `TEST-${random(1e6)}`]] as Fields] as const)
              : (["q", massCancel(random)] as const);
    return { msgType, bytes: framed(msgType, index + 1, body, random) };
  });
}

function framed(
  msgType: string,
  number: number,
  body: Fields,
  random: (limit: number) => number,
): Uint8Array {
  const fromClient = msgType === "D" || msgType === "q";
  const header: Fields = [
    [35, msgType],
    [34, String(number)],
    [49, fromClient ? "CLIENT" : "KRAKEN-TRD"],
    [56, fromClient ? "KRAKEN-TRD" : "CLIENT"],
    [52, timestamp(random)],
  ];
  const text = [...header, ...body].map(([tag, value]) => `${tag}=${value}\u0001`).join("");
  const bytes = Buffer.from(`8=FIX.4.4\u00019=${text.length}\u0001${text}10=000\u0001`, "latin1");
  let sum = 0;
  for (const byte of bytes.subarray(0, -7)) sum += byte;
  bytes.write(String(sum % 256).padStart(3, "0"), bytes.length - 4, "latin1");
  return new Uint8Array(bytes);
}

const pad = (value: number, width: number): string => String(value).padStart(width, "0");
const time = (random: (limit: number) => number): string =>
  `${pad(random(24), 2)}:${pad(random(60), 2)}:${pad(random(60), 2)}.${pad(random(1000), 3)}`;
const timestamp = (random: (limit: number) => number): string =>
  `202604${pad(1 + random(28), 2)}-${time(random)}`;
const price = (random: (limit: number) => number): string => `${20_000 + random(80_000)}.${random(10)}`;
const quantity = (random: (limit: number) => number): string => `${random(10)}.${pad(random(1e8), 8)}`;
const letters = (random: (limit: number) => number, length: number): string =>
  Array.from({ length }, () => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[random(32)]).join("");
const orderId = (random: (limit: number) => number): string =>
  `O${letters(random, 5)}-${letters(random, 5)}-${letters(random, 6)}`;
const clOrdId = (random: (limit: number) => number): string => `17440363${pad(random(1e8), 8)}`;
const hex = (random: (limit: number) => number, length: number): string =>
  Array.from({ length }, () => random(16).toString(16)).join("");
/** Of an order in a level 3 book. */
const uuid = (random: (limit: number) => number): string =>
  [8, 4, 4, 4, 12].map((length) => hex(random, length)).join("-");
const symbol = (random: (limit: number) => number): string => SYMBOLS[random(SYMBOLS.length)] as string;

function report(random: (limit: number) => number): Fields {
  const amount = quantity(random);
  const at = price(random);
  return [
    [6, at],
    [11, clOrdId(random)],
    [14, amount],
    [17, `EXEC${pad(random(1e6), 6)}:TRD${pad(random(1e3), 3)}`],
    [31, at],
    [32, quantity(random)],
    [37, orderId(random)],
    [38, amount],
    [39, "12"[random(2)] as string],
    [40, "2"],
    [44, at],
    [54, "12"[random(2)] as string],
    [55, symbol(random)],
    [59, "1"],
    [60, timestamp(random)],
    [136, "1"],
    [137, quantity(random)],
    [138, "USD"],
    [139, "4"],
    [150, "F"],
    [151, quantity(random)],
    [381, price(random)],
    [527, String(random(1e8))],
    [1003, `T${letters(random, 5)}-${letters(random, 5)}-${letters(random, 6)}`],
    [5050, "01"[random(2)] as string],
  ];
}

function order(random: (limit: number) => number): Fields {
  return [
    [11, clOrdId(random)],
    [55, symbol(random)],
    [54, "12"[random(2)] as string],
    [40, "2"],
    [44, price(random)],
    [38, quantity(random)],
    [59, "1"],
    [18, "P s"],
    [60, timestamp(random)],
    [62, timestamp(random)],
    [7928, "1"],
  ];
}

function changes(random: (limit: number) => number): Fields {
  const entries = Array.from({ length: 20 }, (): Fields => {
    const side = random(2);
    const at = price(random);
    return [
      [279, String(random(3))],
      [269, String(side)],
      [278, uuid(random)],
      [270, at],
      [271, quantity(random)],
      [273, time(random)],
    ];
  });
  return [
    [262, String(random(100))],
    [55, symbol(random)],
    [268, "20"],
    ...entries.flat(),
    [5041, String(random(2 ** 32))],
  ];
}

function massCancel(random: (limit: number) => number): Fields {
  return [
    [11, clOrdId(random)],
    [60, timestamp(random)],
    [530, "7"],
  ];
}
