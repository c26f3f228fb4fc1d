import { basename } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

export interface Bundle {
  readonly text: string;
  /** Bytes as a browser downloads them: minified, gzip at its best. */
  readonly gzipped: number;
  /** The modules of which something is in the bundle: `core/dist/fault.js`. */
  readonly modules: readonly string[];
}

/**
 * Bundles a program for the browser, as an application that uses the packages would.
 *
 * @throws Error when something imported does not exist in a browser, `node:` modules among them.
 */
export async function bundle(program: string): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    entryPoints: [program],
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: "esm",
    platform: "browser",
    target: "es2024",
    legalComments: "none",
    logLevel: "silent",
  });
  const bytes = outputFiles[0]?.contents ?? new Uint8Array();
  const [output] = Object.values(metafile.outputs);
  return {
    text: new TextDecoder().decode(bytes),
    gzipped: gzipSync(bytes, { level: 9 }).byteLength,
    modules: Object.entries(output?.inputs ?? {})
      .filter(([file, { bytesInOutput }]) => bytesInOutput > 0 && basename(file) !== basename(program))
      .map(([file]) => file.split("/@x/").at(-1) ?? file)
      .toSorted(),
  };
}
