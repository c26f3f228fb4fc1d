import type { DatabaseSync, StatementSync } from "node:sqlite";

/** What a state begins with: everything that follows from more than its inputs. */
export interface Beginning {
  readonly seed: string;
  readonly startedAt: number;
  readonly credentials: unknown;
  readonly market: unknown;
}

export interface WrittenInput {
  readonly at: number;
  readonly kind: string;
  readonly data: unknown;
}

/** The form of the file; files of other forms are refused. */
const FORM = 1;

/**
 * What came in, in an SQLite file. An input is in the file before it is acted on, so nothing that was acknowledged is lost
 * when the process dies; only a machine that loses power may lose its last moments.
 */
export class StateFile {
  readonly #database: DatabaseSync;
  readonly #insert: StatementSync;

  private constructor(database: DatabaseSync) {
    this.#database = database;
    this.#insert = database.prepare("INSERT INTO input (at, kind, data) VALUES (?, ?, ?)");
  }

  /**
   * Opens a file, or makes it.
   *
   * @throws Error if the file is none of a sandbox, is of another version, or is in use.
   */
  static async open(path: string): Promise<StateFile> {
    const { DatabaseSync } = await import("node:sqlite");
    const database = new DatabaseSync(path);
    try {
      // One process at a time: two sandboxes on one history would each write their own.
      database.exec(
        "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL",
      );
      const { user_version: form } = database.prepare("PRAGMA user_version").get() as {
        user_version: number;
      };
      if (form !== 0 && form !== FORM) throw new Error(`state: ${path} is of form ${form}, not ${FORM}`);
      if (form === 0) {
        database.exec(`
          BEGIN;
          CREATE TABLE beginning (data TEXT NOT NULL) STRICT;
          CREATE TABLE input (number INTEGER PRIMARY KEY, at REAL NOT NULL, kind TEXT NOT NULL, data TEXT) STRICT;
          PRAGMA user_version = ${FORM};
          COMMIT`);
      }
      return new StateFile(database);
    } catch (cause) {
      database.close();
      throw new Error(`state: cannot use ${path}`, { cause });
    }
  }

  /** What the state began with; nothing if the file is new. */
  beginning(): Beginning | undefined {
    const row = this.#database.prepare("SELECT data FROM beginning").get() as { data: string } | undefined;
    return row && (JSON.parse(row.data) as Beginning);
  }

  begin(beginning: Beginning): void {
    this.#database.prepare("INSERT INTO beginning (data) VALUES (?)").run(JSON.stringify(beginning));
  }

  write(at: number, kind: string, data: unknown): void {
    this.#insert.run(at, kind, data === undefined ? null : JSON.stringify(data));
  }

  /** Everything that came in, in order. */
  *inputs(): Generator<WrittenInput> {
    const rows = this.#database.prepare("SELECT at, kind, data FROM input ORDER BY number").iterate();
    for (const row of rows as Iterable<{ at: number; kind: string; data: string | null }>) {
      yield { at: row.at, kind: row.kind, data: row.data === null ? undefined : JSON.parse(row.data) };
    }
  }

  close(): void {
    this.#database.close();
  }
}
