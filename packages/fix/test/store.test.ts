import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { FixError } from "../src/errors.ts";
import { MemoryStore, type SessionStore, type StoredMessage } from "../src/session/store.ts";
import { FileStore } from "../src/store/file-store.ts";
import { JournalStore } from "../src/store/journal-store.ts";
import { MemoryFile } from "./memory-file.ts";

const message = (MsgSeqNum: number, length = 20): Uint8Array =>
  Uint8Array.from({ length }, (_, index) => (MsgSeqNum * 7 + index) & 0xff);

const folders: string[] = [];
const stores: FileStore[] = [];
afterEach(() => {
  for (const store of stores.splice(0)) store.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "fix-store-"));
  folders.push(folder);
  return folder;
}

function open(folder: string, options = {}): FileStore {
  const store = new FileStore(folder, options);
  stores.push(store);
  return store;
}

const journal = (file: MemoryFile, sync = false) => new JournalStore(file, { sync, later: () => undefined });
const numbersOf = (messages: readonly StoredMessage[]) => messages.map(({ MsgSeqNum }) => MsgSeqNum);

describe.each<[string, () => SessionStore]>([
  ["MemoryStore", () => new MemoryStore()],
  ["FileStore", () => open(newFolder())],
])("%s", (_name, make) => {
  test("begins at 1 and counts", () => {
    const store = make();
    expect(store.numbers()).toMatchObject({ outgoing: 1, incoming: 1, since: undefined });
    store.sent(1, message(1));
    store.received(4);
    store.commit();
    expect(store.numbers()).toMatchObject({ outgoing: 2, incoming: 4 });
  });

  test("gives ranges back by lower bound, and no more than asked for", () => {
    const store = make();
    for (let n = 1; n <= 20; n++) store.sent(n, n % 3 === 0 ? undefined : message(n));
    store.commit();
    expect(numbersOf(store.range(3, 8, 99))).toEqual([4, 5, 7, 8]);
    expect(numbersOf(store.range(3, 8, 2))).toEqual([4, 5]);
    expect(numbersOf(store.range(0, 1, 9))).toEqual([1]);
    expect(numbersOf(store.range(19, 99, 9))).toEqual([19, 20]);
    expect(store.range(30, 40, 9)).toEqual([]);
    expect(store.range(7, 7, 9)[0]?.bytes).toEqual(message(7));
  });

  test("forgets numbers and messages together", () => {
    const store = make();
    store.sent(1, message(1));
    store.received(9);
    store.commit();
    store.reset(123);
    expect(store.numbers()).toEqual({ outgoing: 1, incoming: 1, since: 123 });
    expect(store.range(1, 9, 9)).toEqual([]);
  });
});

describe("FileStore", () => {
  test("a later run goes on where this one stopped, from what was taken", () => {
    const folder = newFolder();
    const first = new FileStore(folder);
    first.reset(77);
    first.sent(1, message(1, 300));
    first.sent(2, undefined);
    first.received(8);
    first.taken(5);
    first.commit();
    first.close();
    const second = open(folder);
    expect(second.numbers()).toEqual({ outgoing: 3, incoming: 5, since: 77 });
    expect(second.range(1, 9, 9)).toEqual([{ MsgSeqNum: 1, bytes: message(1, 300) }]);
  });

  test("what was taken is written soon, also when nothing is sent", async () => {
    const folder = newFolder();
    const store = open(folder);
    store.taken(6);
    const journalFile = join(folder, "session.journal");
    await expect.poll(() => statSync(journalFile).size).toBeGreaterThan(0);
  });

  test("nobody else can read it", () => {
    const folder = join(newFolder(), "own");
    const store = open(folder);
    store.reset(1);
    for (const path of [folder, join(folder, "session.journal"), join(folder, "lock")]) {
      expect(statSync(path).mode & 0o077).toBe(0);
    }
  });

  test("one program at a time; a lock whose program is gone is taken over", () => {
    const folder = newFolder();
    open(folder);
    expect(() => new FileStore(folder)).toThrow(/in use by process/);
    const other = newFolder();
    writeFileSync(join(other, "lock"), "999999999");
    expect(open(other).numbers().outgoing).toBe(1);
  });

  test("a program that is killed leaves every number it told the world about", async () => {
    const folder = newFolder();
    const child = fork(fileURLToPath(new URL("./store-writer.ts", import.meta.url)), [folder], {
      execArgv: [],
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    let told = 0;
    child.on("message", (number) => {
      told = Number(number);
      if (told >= 200) child.kill("SIGKILL");
    });
    await once(child, "exit");
    expect(told).toBeGreaterThanOrEqual(200);
    const store = open(folder);
    const { outgoing } = store.numbers();
    expect(outgoing).toBeGreaterThan(told);
    expect(numbersOf(store.range(1, outgoing, 1e6))).toEqual(
      Array.from({ length: outgoing - 1 }, (_, index) => index + 1),
    );
  });
});

/** Steps of a session: what each kept, and how long the journal was when it had. */
function written(): { file: MemoryFile; steps: { size: number; outgoing: number; taken: number }[] } {
  const file = new MemoryFile();
  const store = journal(file);
  store.reset(1_000);
  const steps = [{ size: file.size, outgoing: 1, taken: 1 }];
  let next = 1;
  for (let step = 0; step < 12; step++) {
    for (let count = 0; count <= step % 3; count++) {
      store.sent(next, step % 4 === 1 ? undefined : message(next, 5 + step));
      next += 1;
    }
    store.taken(step + 2);
    store.commit();
    steps.push({ size: file.size, outgoing: next, taken: step + 2 });
  }
  return { file, steps };
}

describe("a crash", () => {
  test("at any byte of the journal loses no number that was told, and uses none twice", () => {
    const { file, steps } = written();
    const { content } = file;
    for (let length = 0; length <= content.length; length++) {
      const torn = new MemoryFile(content.subarray(0, length));
      const store = journal(torn);
      const kept = steps.findLast(({ size }) => size <= length);
      const { outgoing, incoming } = store.numbers();
      expect({ length, outgoing, incoming }).toEqual({
        length,
        outgoing: kept?.outgoing ?? 1,
        incoming: kept?.taken ?? 1,
      });
      // It goes on as if nothing had been.
      store.sent(outgoing, message(outgoing));
      store.commit();
      const again = journal(new MemoryFile(torn.content));
      expect(again.numbers().outgoing).toBe(outgoing + 1);
      for (const { MsgSeqNum, bytes } of again.range(1, outgoing - 1, 99)) {
        const step = steps.findIndex((one) => one.outgoing > MsgSeqNum) - 1;
        expect(bytes).toEqual(message(MsgSeqNum, 5 + step));
      }
      expect(again.range(outgoing, outgoing, 9)[0]?.bytes).toEqual(message(outgoing));
    }
  });

  test("that leaves zeros where a write should be is a torn end too", () => {
    const { file, steps } = written();
    const store = journal(new MemoryFile(Uint8Array.of(...file.content, ...new Uint8Array(4_096))));
    expect(store.numbers().outgoing).toBe(steps.at(-1)?.outgoing);
  });

  test("of a reset leaves the old numbers with the old messages, or the new ones with none", () => {
    const folder = newFolder();
    const store = open(folder);
    store.reset(1);
    store.sent(1, message(1));
    store.commit();
    const before = readFileSync(join(folder, "session.journal"));
    store.reset(2);
    const after = readFileSync(join(folder, "session.journal"));
    expect(journal(new MemoryFile(before)).numbers()).toMatchObject({ outgoing: 2, since: 1 });
    expect(journal(new MemoryFile(after)).numbers()).toMatchObject({ outgoing: 1, since: 2 });
    expect(journal(new MemoryFile(after)).range(1, 9, 9)).toEqual([]);
  });

  test("any other change of any byte is told, not worked around", () => {
    const { file, steps } = written();
    const { content } = file;
    const last = steps.at(-2)?.size ?? 0;
    fc.assert(
      fc.property(fc.nat(last - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const bytes = content.slice();
        bytes[at] = (bytes[at] as number) ^ change;
        expect(() => journal(new MemoryFile(bytes))).toThrow(/damaged/);
      }),
    );
  });
});

describe("a medium that fails", () => {
  test("fails the commit, for good, and what was kept before is whole", () => {
    const { content } = written().file;
    const file = new MemoryFile(content);
    const store = journal(file);
    const { outgoing } = store.numbers();
    file.room = 10;
    store.sent(outgoing, message(outgoing));
    const failing = () => store.commit();
    expect(failing).toThrow(FixError);
    file.room = Number.POSITIVE_INFINITY;
    expect(failing).toThrow(/could not be written/);
    expect(journal(new MemoryFile(file.content)).numbers().outgoing).toBe(outgoing);
  });
});

test("durability says whether a commit waits for the medium", () => {
  for (const sync of [false, true]) {
    const file = new MemoryFile();
    const store = journal(file, sync);
    store.sent(1, message(1));
    store.sent(2, message(2));
    store.commit();
    store.commit();
    expect([file.writes, file.syncs]).toEqual([1, sync ? 1 : 0]);
  }
});
