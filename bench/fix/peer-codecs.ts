import { fileURLToPath } from "node:url";
import type { Peers } from "../src/peers.ts";

/** Somebody else's codec, given what its own programs would give it. */
export interface PeerCodec {
  readonly name: string;
  /** Everything the peer makes of a message. */
  decode(bytes: Buffer): unknown;
  /** Prepares a message to be written: the peer's own objects are made before the clock runs. */
  prepare(
    msgType: string,
    fields: readonly (readonly [tag: number, value: string])[],
    bytes: Buffer,
  ): () => {
    readonly length: number;
  };
}

/** Tags the peers write themselves. */
const FRAMING = new Set([8, 9, 10]);

export async function peerCodecs(peers: Peers): Promise<readonly PeerCodec[]> {
  return [await nestQuickfix(peers), await fixparser(peers), await jspurefix(peers)];
}

interface Nest {
  readonly FIXMessageParser: new () => { parse(bytes: Buffer): unknown };
  readonly Message: new (...fields: readonly unknown[]) => object;
  readonly Field: new (tag: number, value: string) => unknown;
}

/** Flat fields as text, framing checked. */
async function nestQuickfix(peers: Peers): Promise<PeerCodec> {
  const { FIXMessageParser, Message, Field } = await peers<Nest>("@sotatech/nest-quickfix");
  const parser = new FIXMessageParser();
  return {
    name: "@sotatech/nest-quickfix",
    decode: (bytes) => parser.parse(bytes),
    prepare: (_type, fields) => {
      const own = fields
        .filter(([tag]) => tag !== 9 && tag !== 10)
        .map(([tag, value]) => new Field(tag, value));
      return () => Buffer.from(String(new Message(...own)), "latin1");
    },
  };
}

interface FixParser {
  readonly default: {
    readonly default: new () => {
      fixVersion: string;
      parse(text: string): readonly unknown[];
      createMessage(...fields: readonly unknown[]): { encode(): string };
    };
    readonly Field: new (tag: number, value: string) => unknown;
  };
}

/** Flat fields with their descriptions, framing flagged; numbers become floats. */
async function fixparser(peers: Peers): Promise<PeerCodec> {
  const { default: Parser, Field } = (await peers<FixParser>("fixparser")).default;
  const parser = new Parser();
  parser.fixVersion = "FIX.4.4";
  return {
    name: "fixparser 2.9.5",
    decode: (bytes) => parser.parse(bytes.toString("latin1")),
    prepare: (_type, fields) => {
      const own = fields.filter(([tag]) => !FRAMING.has(tag)).map(([tag, value]) => new Field(tag, value));
      return () => Buffer.from(parser.createMessage(...own).encode(), "latin1");
    },
  };
}

interface ElasticBuffer {
  getPos(): number;
  patchPaddedNumberAtPos(at: number, value: number, width: number): void;
  checksum(): number;
  copy(): Buffer;
}

interface Definitions {
  readonly message: { get(type: string): { readonly name: string } | undefined };
}

interface Config {
  delimiter: number;
  readonly definitions: Definitions;
  readonly sessionContainer: { resolve<Value>(token: unknown): Value };
}

interface View {
  toObject(): Record<string, unknown>;
}

interface JsPureFix {
  readonly default: {
    readonly SessionContainer: new () => {
      registerGlobal(level: string): void;
      makeSystem(description: object): Promise<{ resolve<Value>(token: unknown): Value }>;
    };
    readonly DITokens: Readonly<Record<string, unknown>>;
    readonly ElasticBuffer: new (size: number) => ElasticBuffer;
    readonly AsciiParser: new (
      config: Config,
      readable: null,
      buffer: ElasticBuffer,
      maximum: number,
    ) => {
      on(event: "msg", heard: (type: string, view: View) => void): void;
      parseBuffer(bytes: Buffer): void;
    };
  };
}

interface JsPureFixEncoder {
  readonly default: {
    readonly AsciiEncoder: new (
      buffer: ElasticBuffer,
      definitions: Definitions,
      formatter: undefined,
      delimiter: number,
    ) => {
      readonly bodyLengthPos: number;
      readonly msgTypePos: number;
      reset(): void;
      encode(value: object, name: string): void;
    };
  };
}

/** Kraken's messages have fields where FIX 4.4 has none, and jspurefix stops at those: it is given our dictionary. */
const dictionary = fileURLToPath(import.meta.resolve("@x/fix/kraken-fix44.xml"));

/** Typed objects with groups; numbers become floats. */
async function jspurefix(peers: Peers): Promise<PeerCodec> {
  await peers("reflect-metadata");
  const { SessionContainer, DITokens, ElasticBuffer, AsciiParser } = (await peers<JsPureFix>("jspurefix"))
    .default;
  const { AsciiEncoder } = (await peers<JsPureFixEncoder>("jspurefix/dist/buffer/ascii/ascii-encoder.js"))
    .default;
  const system = new SessionContainer();
  system.registerGlobal("error");
  const container = await system.makeSystem({
    application: {
      type: "initiator",
      name: "bench",
      protocol: "ascii",
      dictionary,
      tcp: { host: "localhost", port: 1 },
    },
    HeartBtInt: 30,
    SenderCompId: "A",
    TargetCompID: "B",
    BeginString: "FIX.4.4",
  });
  const config = container.resolve<Config>(DITokens.IJsFixConfig);
  config.delimiter = 1;
  const { definitions, sessionContainer } = config;
  const parser = new AsciiParser(
    config,
    null,
    sessionContainer.resolve(DITokens.ParseBuffer),
    sessionContainer.resolve(DITokens.maxMessageLen),
  );
  const read: Record<string, unknown>[] = [];
  parser.on("msg", (_type, view) => {
    read.push(view.toObject());
  });
  const decode = (bytes: Buffer) => {
    parser.parseBuffer(bytes);
    return read.pop();
  };
  const buffer = new ElasticBuffer(16_384);
  const encoder = new AsciiEncoder(buffer, definitions, undefined, 1);
  return {
    name: "jspurefix",
    decode,
    prepare: (msgType, _fields, bytes) => {
      const { StandardHeader, StandardTrailer: _trailer, ...body } = decode(bytes) ?? {};
      // As many digits as the length that takes their place.
      const header = { ...(StandardHeader as object), BodyLength: 1_000_000 };
      const name = definitions.message.get(msgType)?.name ?? "";
      return () => {
        encoder.reset();
        encoder.encode(header, "StandardHeader");
        encoder.encode(body, name);
        buffer.patchPaddedNumberAtPos(encoder.bodyLengthPos, buffer.getPos() - encoder.msgTypePos, 7);
        encoder.encode({ CheckSum: String(buffer.checksum()).padStart(3, "0") }, "StandardTrailer");
        return buffer.copy();
      };
    },
  };
}
