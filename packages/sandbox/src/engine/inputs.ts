/** Writes down what comes in, before it is acted on. */
export interface Recorder {
  /** Runs something that comes in from outside, written down unless it happens within something that was. */
  record<Result>(kind: string, data: unknown, work: () => Result): Result;
}

/**
 * Everything that can come in from outside and change anything, by name: given the same inputs at the same times, all the
 * rest follows. Data is what JSON can hold.
 */
export class Inputs {
  readonly #known = new Map<string, (data: never) => unknown>();
  readonly #recorder: Recorder | undefined;

  constructor(recorder: Recorder | undefined) {
    this.#recorder = recorder;
  }

  /** Names an input and says what it does. Whoever calls what comes back has it written down. */
  define<Data, Result>(kind: string, apply: (data: Data) => Result): (data: Data) => Result {
    this.#known.set(kind, apply);
    const recorder = this.#recorder;
    if (recorder === undefined) return apply;
    return (data) => recorder.record(kind, data, () => apply(data));
  }

  /**
   * Does again what was written down.
   *
   * @throws Error for an input of no known name.
   */
  replay(kind: string, data: unknown): void {
    const apply = this.#known.get(kind);
    if (apply === undefined) throw new Error(`no input ${JSON.stringify(kind)}`);
    apply(data as never);
  }
}
