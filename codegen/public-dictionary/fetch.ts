import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * A package whose archive holds QuickFIX's own FIX44.xml. Debian takes that file out of its QuickFIX for the licence of
 * the standard it was made from, so it is fetched when it is needed and is no part of this repository.
 */
const PACKAGE = "jspurefix@5.11.4";
const SHA512 = "8vLjF2AUHk71AEcEohlJ+L+2wVWrCHdxI6PbA3itx8qNO80nPuv6udGm5dSZ2WrFX9NOGkYkp22Cg6NH8TheWw==";
const INSIDE = "package/data/FIX44.xml";

/** Brings the dictionary into a folder of its own and gives the folder and the file's name in it. */
export function fetchPublicDictionary(): { readonly folder: string; readonly file: string } {
  const folder = mkdtempSync(join(tmpdir(), "fix44-"));
  execFileSync("npm", ["pack", PACKAGE, "--silent", "--pack-destination", folder], { stdio: "ignore" });
  const archive = join(folder, `${PACKAGE.replace("@", "-")}.tgz`);
  const found = createHash("sha512").update(readFileSync(archive)).digest("base64");
  if (found !== SHA512) throw new Error(`${PACKAGE} has the checksum ${found}, expected ${SHA512}`);
  execFileSync("tar", ["-xzf", archive, "-C", folder, "--strip-components=2", INSIDE]);
  return { folder, file: "FIX44.xml" };
}
