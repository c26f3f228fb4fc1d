import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { describe, expect, inject, test } from "vitest";
import { type Bundle, bundle } from "../src/bundle.ts";
import { importFrom } from "../src/consumer.ts";

const consumer = inject("consumer");

interface Program {
  /** In packaging/consumer/bundles. */
  readonly program: string;
  /** Where its descriptors come from. */
  readonly entry: string;
  /** The generated operations, methods, channels and messages it carries: the ones it names, and the connection's own. */
  readonly carries: readonly string[];
  /** Names of other descriptors that the hand-written code says itself, as `ping`. */
  readonly spoken?: readonly string[];
  /** The package is published as one file. */
  readonly wholeFile?: true;
  /** The `name`s of the descriptors it carries, where no module tells. */
  readonly names?: readonly string[];
  /** Bytes, minified and gzipped. */
  readonly ceiling: number;
}

// A ceiling is what the program weighed when it was set and at most a tenth more. It may fall; what makes it rise must
// be worth it to everyone who downloads it. Aims: 3 kB for the first program, 4 kB over a WebSocket, 7 kB for a book.
const programs: readonly Program[] = [
  {
    // Half of it is the client: reading options, encoding, signing, bounding the body, and telling each way an answer
    // can fail. A fifth are the checks, mostly of what an order looks like in the answer; the rest is shared by all wires.
    program: "cancel-all-futures.ts",
    entry: "@x/futures-rest",
    carries: ["operations/cancel-all-orders.js"],
    wholeFile: true,
    names: ["cancelAllOrders"],
    ceiling: 4_800,
  },
  {
    // The umbrella's subpath costs nothing.
    program: "umbrella.ts",
    entry: "@x/kraken/futures-rest",
    carries: ["operations/cancel-all-orders.js"],
    wholeFile: true,
    names: ["cancelAllOrders"],
    ceiling: 4_800,
  },
  {
    // Two thirds are the connection: backoff, liveness, correlation, deadlines, errors. What subscriptions, token
    // fetching, drift and answers by item need comes with what a program imports for them.
    program: "cancel-all-ws-v2.ts",
    entry: "@x/ws-v2",
    carries: ["methods/cancel-all.js"],
    wholeFile: true,
    names: ["cancel_all"],
    spoken: ["ping", "heartbeat", "status", "failure"],
    ceiling: 5_900,
  },
  {
    program: "cancel-order-ws-legacy.ts",
    entry: "@x/ws-legacy",
    carries: ["methods/cancel-order.js"],
    wholeFile: true,
    names: ["cancelOrder"],
    spoken: ["ping", "heartbeat", "subscriptionStatus", "systemStatus", "failure"],
    ceiling: 5_900,
  },
  {
    // Half are the connection and its subscriptions; the rest is the book: the digits as the wire has them, their
    // checksum, both sides kept in order, and what of a message is checked before it is believed. It follows a feed:
    // what calls, queues, lists of items, numbered messages and acknowledgements take stays with who uses them.
    program: "book-ws-v2.ts",
    entry: "@x/ws-v2",
    carries: ["channels/book.js"],
    wholeFile: true,
    names: ["book"],
    spoken: ["ping", "heartbeat", "status", "failure"],
    ceiling: 10_100,
  },
  {
    program: "book-ws-legacy.ts",
    entry: "@x/ws-legacy",
    carries: ["channels/book.js"],
    wholeFile: true,
    names: ["book"],
    spoken: ["ping", "heartbeat", "subscriptionStatus", "systemStatus", "failure"],
    ceiling: 10_050,
  },
  {
    // Two thirds are the execution report: each field and group with its own straight-line encoder, decoder and check.
    program: "mass-cancel-fix.ts",
    entry: "@x/fix/codec",
    carries: ["messages/execution-report.js", "messages/order-mass-cancel-request.js"],
    ceiling: 10_100,
  },
  {
    program: "trading-fix.ts",
    entry: "@x/fix/codec",
    carries: [
      "messages/business-message-reject.js",
      "messages/execution-report.js",
      "messages/new-order-single.js",
      "messages/order-cancel-replace-request.js",
      "messages/order-cancel-request.js",
      "messages/order-mass-cancel-request.js",
      "messages/order-status-request.js",
    ],
    ceiling: 12_000,
  },
];

/** What `name`, `path` and so on of the other descriptors would leave in a bundle. */
async function namesOfOthers({ entry, carries, spoken = [] }: Program): Promise<string[]> {
  const exported = await importFrom(consumer, entry);
  const own = new Set(carries.map((file) => squash(file.split("/").at(-1)?.replace(".js", "") ?? "")));
  return (
    Object.entries(exported)
      .filter(([symbol, value]) => isDescriptor(value) && !own.has(squash(symbol)))
      .flatMap(([symbol, value]) => {
        const { name, path } = value as { readonly name: string; readonly path?: string };
        return [symbol, name, ...(path === undefined ? [] : [path])];
      })
      // The root path of an API is in every bundle.
      .filter((name) => name !== "/" && !spoken.includes(name))
  );
}

function isDescriptor(value: unknown): boolean {
  return typeof value === "object" && value !== null && "name" in value && "known" in value;
}

function squash(name: string): string {
  return name.replaceAll(/[^a-z0-9]/gi, "").toLowerCase();
}

describe.each(programs)("$program", (program) => {
  let made: Promise<Bundle> | undefined;
  const bundled = () => (made ??= bundle(join(consumer, "bundles", program.program)));

  test("carries the descriptors it uses and no other", async () => {
    const { modules, text } = await bundled();
    for (const name of program.names ?? []) expect(text).toContain(JSON.stringify(name));
    const descriptors = modules.filter((file) =>
      /\/generated\/(operations|methods|channels|messages)\//.test(file),
    );
    // A package that is published as one file has no modules to tell; its descriptors are told by their names, below.
    const whole = program.wholeFile === true;
    expect(descriptors.map((file) => file.split("/generated/")[1])).toEqual(whole ? [] : program.carries);
  });

  test("contains no other descriptor's name", async () => {
    const { text } = await bundled();
    const others = await namesOfOthers(program);
    expect(others.length).toBeGreaterThan(0);
    expect(
      others.filter((name) => new RegExp(`(?<!\\w)${name.replaceAll(/[{}$.]/g, "\\$&")}(?!\\w)`).test(text)),
    ).toEqual([]);
  });

  test("stays under its ceiling", async () => {
    expect((await bundled()).gzipped).toBeLessThanOrEqual(program.ceiling);
  });
});

test("a browser gets Web Crypto to sign with, and nothing of Node's", async () => {
  const { modules, text } = await bundle(join(consumer, "bundles", "cancel-all-futures.ts"));
  expect(modules).toEqual(["futures-rest/dist/index.js"]);
  expect(text).toContain("crypto");
  expect(text).not.toContain("getBuiltinModule");
});

test("Node gets its own crypto to sign with, in one file", () => {
  const file = createRequire(join(consumer, "package.json")).resolve("@x/futures-rest");
  const text = readFileSync(file, "utf8");
  expect(text).toContain('getBuiltinModule?.("crypto")');
  expect(text).not.toMatch(/^(?:import|export) .* from /m);
});

test("the umbrella's root brings the namespaces that are used, whole, and no other wire", async () => {
  const { modules } = await bundle(join(consumer, "bundles", "umbrella-root.ts"));
  expect([...new Set(modules.map((file) => file.split("/")[0]))]).toEqual(["futures-rest"]);
});

test("everything but the FIX session bundles for a browser, without a module of Node", async () => {
  const { text, modules } = await bundle(join(consumer, "bundles", "everything.ts"));
  const packages = new Set(modules.map((file) => file.split("/")[0]));
  // The connection is inside the packages that are published as one file.
  for (const name of ["core", "futures-rest", "ws-v2", "ws-legacy", "fix"]) expect(packages).toContain(name);
  expect(text).not.toMatch(/["'`]node:/);
});

test("the FIX session does not: it needs sockets", async () => {
  await expect(bundle(join(consumer, "bundles", "fix-session.ts"))).rejects.toThrow(/node:net/);
});
