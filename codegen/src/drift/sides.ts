import { execFile } from "node:child_process";
import { cp, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, relative, resolve, sep } from "node:path";
import { promisify } from "node:util";
import type { Contract } from "../contract/contract.ts";
import type { Offer, Target } from "../targets.ts";
import { fixSurface } from "./surface/fix.ts";
import { restSurface } from "./surface/rest.ts";
import type { Surface } from "./surface/surface.ts";
import { wsSurface } from "./surface/ws.ts";

const run = promisify(execFile);

/** One side of a comparison: a folder that holds `specs/`. */
export interface Side extends AsyncDisposable {
  /** What a report calls it. */
  readonly name: string;
  readonly root: string;
}

/** A target as one side has it. */
export interface Offering {
  readonly target: Target;
  readonly offer: Offer;
  /** Absent where the side has no such spec. */
  readonly contract: Contract | undefined;
  readonly surface: Surface;
}

/**
 * Makes a side of what the command line names: a folder that holds `specs/` or is it, a spec file (which then stands in
 * the repository's specs in the place of the one of its name), or a git revision.
 *
 * @throws Error when it is none of them.
 */
export async function openSide(repository: string, name: string): Promise<Side> {
  const path = resolve(name);
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) return folderSide(name, path);
  if (found?.isFile()) return fileSide(repository, name, path);
  return revisionSide(repository, name);
}

/** The working tree. */
export function workingTree(repository: string): Side {
  return { name: "working tree", root: repository, [Symbol.asyncDispose]: async () => undefined };
}

async function folderSide(name: string, path: string): Promise<Side> {
  if (await stat(join(path, "specs")).catch(() => undefined)) return { ...workingTree(path), name };
  if (basename(path) === "specs") return { ...workingTree(resolve(path, "..")), name };
  throw new Error(`${name} holds no folder specs`);
}

async function fileSide(repository: string, name: string, path: string): Promise<Side> {
  const specs = join(repository, "specs");
  const { stdout } = await run("git", ["-C", repository, "ls-files", "specs"]);
  const places = stdout.split("\n").filter((file) => basename(file) === basename(path));
  const inside = relative(specs, path);
  const [place] = inside.startsWith(`..${sep}`) ? places : [`specs/${inside}`];
  if (place === undefined || (inside.startsWith("..") && places.length > 1))
    throw new Error(
      `${name}: ${places.length === 0 ? "no spec is" : "several specs are"} called ${basename(path)}`,
    );
  const side = await temporary(name);
  await cp(specs, join(side.root, "specs"), { recursive: true });
  await cp(path, join(side.root, place));
  return side;
}

async function revisionSide(repository: string, name: string): Promise<Side> {
  const git = ["-C", repository];
  try {
    await run("git", [...git, "rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`]);
  } catch {
    throw new Error(`${name} is no folder, no file and no git revision`);
  }
  const side = await temporary(name);
  const archive = join(side.root, "specs.tar");
  await run("git", [...git, "archive", "--format=tar", `--output=${archive}`, name, "--", "specs"]);
  await run("tar", ["-xf", archive, "-C", side.root]);
  await rm(archive);
  return side;
}

async function temporary(name: string): Promise<Side> {
  const root = await mkdtemp(join(tmpdir(), "drift-"));
  return { name, root, [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }) };
}

/** Reads a target's spec. A side that has none offers nothing. @throws SpecError when it is there and cannot be read. */
export async function offering(target: Target, offer: Offer, root: string): Promise<Offering> {
  const { spec, name } = target;
  if (await stat(join(root, spec)).catch(() => undefined)) {
    const contract = offer.read(root, spec);
    return { target, offer, contract, surface: surfaceOf(contract, name, offer) };
  }
  const source = { file: spec, pointer: "" };
  const nothing = {
    exported: offer.exported,
    typeOf: () => undefined,
    subjects: [],
    components: new Map(),
    types: new Map(),
  };
  return {
    target,
    offer,
    contract: undefined,
    surface: { target: name, package: offer.package, source, ...nothing },
  };
}

export function surfaceOf(
  contract: Contract,
  target: string,
  offer: Pick<Offer, "package" | "exported">,
): Surface {
  const names = { target, package: offer.package };
  const surface =
    contract.kind === "rest"
      ? restSurface(contract.rest, names)
      : contract.kind === "ws"
        ? wsSurface(contract.ws, names)
        : fixSurface(contract.fix, names);
  return offer.exported ? surface : unexported(surface);
}

/** A package that keeps its generated symbols to itself: nobody's program names them. */
function unexported(surface: Surface): Surface {
  const subjects = surface.subjects.map((subject) => ({
    ...subject,
    parts: subject.parts.map((part) => ({ ...part, type: undefined })),
  }));
  return { ...surface, exported: false, typeOf: () => undefined, subjects, types: new Map() };
}
