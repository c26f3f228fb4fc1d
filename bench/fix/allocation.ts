// How many bytes a decoded message takes, garbage included: run with --expose-gc and room for a whole pass over the mix
// in the young generation, so that no collection falls into it. Prints bytes a message.

import * as fix from "@x/fix/codec";
import { messages } from "./codec.ts";

if (gc === undefined) throw new Error("run with --expose-gc");
const collect = gc;
const read = messages();

function pass(): number {
  collect();
  const before = process.memoryUsage().heapUsed;
  let seen = 0;
  for (const { message, bytes } of read) seen += fix.decodeMessage(message, bytes).MsgType.length;
  if (seen < read.length) throw new Error("nothing came out");
  return (process.memoryUsage().heapUsed - before) / read.length;
}

const passes = Array.from({ length: 9 }, pass);
// The first ones run before the code is optimised, and what the compiler takes meanwhile is no message's.
console.log(Math.min(...passes.slice(4)));
