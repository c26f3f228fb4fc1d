import type { Stated } from "./stated.ts";

/** A documentation page, as far as it describes a message. */
export interface Page {
  /** Name of the file or address it was read from. */
  readonly name: string;
  readonly title: string;
  /** The line under the title that says which protocol, where, and the name on the wire. */
  readonly banner: Banner | undefined;
  /** Lists of fields, each under the headings and tabs that say which message it is. */
  readonly sections: readonly Section[];
  /** An operation with its schemas, as YAML. */
  readonly openApi: OpenApiFragment | undefined;
  readonly examples: readonly PageExample[];
}

export interface Banner {
  readonly protocol: string;
  /** Host, or the session of a FIX message. */
  readonly detail: string;
  /** Method, channel, or `35=q`. */
  readonly tag: string;
}

export interface Section {
  /** Headings and tabs around it, outermost first: `["Subscribe", "Request"]`. */
  readonly labels: readonly string[];
  readonly fields: readonly PageField[];
  readonly line: number;
}

export interface PageField {
  readonly name: string;
  /** As written: `array of string`. */
  readonly type: string;
  readonly required: boolean;
  /** Values the text lists as the possible ones. */
  readonly values: readonly string[];
  /** The text says when it is there. */
  readonly conditional: boolean;
  readonly stated: Stated;
  readonly fields: readonly PageField[];
  readonly line: number;
}

export interface OpenApiFragment {
  readonly text: string;
  readonly method: string;
  readonly path: string;
  readonly line: number;
}

export interface PageExample {
  readonly labels: readonly string[];
  readonly language: string;
  readonly text: string;
  readonly line: number;
}

/** A page that is not Markdown with the tags it ought to have. */
export class PageError extends Error {
  override readonly name = "PageError";

  constructor(page: string, reason: string, line?: number) {
    super(`${page}${line === undefined ? "" : `:${line}`}: ${reason}`);
  }
}
