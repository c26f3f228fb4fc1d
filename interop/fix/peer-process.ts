import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { Sightings } from "./sightings.ts";

/** One line of another engine's program: what kind of thing it saw, and the thing. */
export interface PeerLine {
  readonly kind: string;
  readonly text: string;
}

/** A program of another FIX engine that runs. */
export class PeerProcess {
  readonly lines: Sightings<PeerLine>;
  readonly #child: ChildProcess;

  private constructor(name: string, child: ChildProcess) {
    this.#child = child;
    this.lines = new Sightings(name, ({ kind, text }) => `${kind} ${text}`);
    if (child.stdout === null) throw new Error("the program has no output");
    createInterface({ input: child.stdout }).on("line", (line) => {
      const space = line.indexOf(" ");
      this.lines.add({ kind: line.slice(0, space), text: line.slice(space + 1) });
    });
  }

  static async start(name: string, program: string, args: readonly string[]): Promise<PeerProcess> {
    const peer = new PeerProcess(name, spawn(program, args, { stdio: ["pipe", "pipe", "inherit"] }));
    const { kind, text } = await peer.lines.expect("that it runs", (line) => /ready|error/.test(line.kind));
    if (kind === "error") throw new Error(`${name}: ${text}`);
    return peer;
  }

  tell(command: string): void {
    this.#child.stdin?.write(`${command}\n`);
  }

  /** A line of this kind that holds all of the fields, written `35=D`. */
  async sees(kind: string, ...fields: readonly string[]): Promise<string> {
    const name = [kind, ...fields].join(" ");
    const { text } = await this.lines.expect(
      name,
      (line) => line.kind === kind && fields.every((field) => `|${line.text}`.includes(`|${field}|`)),
    );
    return text;
  }

  /** Numbers the other engine will use and expects next. */
  async numbers(): Promise<{ readonly outgoing: number; readonly incoming: number }> {
    this.tell("numbers");
    const [outgoing, incoming] = (await this.sees("numbers")).split(" ").map(Number);
    return { outgoing: outgoing ?? 0, incoming: incoming ?? 0 };
  }

  /** Ends it as a power cut would. */
  async kill(): Promise<void> {
    await this.#end(() => this.#child.kill("SIGKILL"));
  }

  async quit(): Promise<void> {
    const late = setTimeout(() => this.#child.kill("SIGKILL"), 10_000);
    await this.#end(() => this.tell("quit"));
    clearTimeout(late);
  }

  async #end(end: () => void): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, "exit");
    end();
    await ended;
  }
}
