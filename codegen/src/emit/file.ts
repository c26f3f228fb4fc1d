/** One file an emitter made: where it goes below its target's generated folder, and every byte of it. */
export interface GeneratedFile {
  readonly path: string;
  readonly content: string;
}
