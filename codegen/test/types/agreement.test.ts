import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Contract } from "../../src/contract/contract.ts";
import { type Direction, directed } from "../../src/contract/direction.ts";
import { typeName } from "../../src/contract/names.ts";
import type { Components, Shape } from "../../src/contract/shape.ts";
import { compileAll } from "../../src/drift/proof/types/compile.ts";
import { emitType } from "../../src/emit/type.ts";
import { targets } from "../../src/targets.ts";
import { anyShape } from "./shapes.ts";
import { theirTypes } from "./theirs.ts";

const repository = fileURLToPath(new URL("../../../", import.meta.url));

/** Every component, parameter, answer and message of a contract as both directions read it, by a name of its own. */
function shapesOf(contract: Exclude<Contract, { kind: "fix" }>): Map<string, Shape> {
  const { components } = contract.kind === "rest" ? contract.rest : contract.ws;
  const parts: (readonly [name: string, shape: Shape])[] = [...components.values()].map(({ name, shape }) => [
    name,
    shape,
  ]);
  if (contract.kind === "rest") {
    for (const { name, params, result } of contract.rest.operations)
      parts.push([`${name}Params`, params], [`${name}Result`, result]);
  } else {
    for (const { name, params, result, answer } of contract.ws.methods)
      parts.push([`${name}Params`, params], [`${name}Result`, result], [`${name}Answer`, answer]);
    for (const { name, message, subscription } of contract.ws.channels) {
      parts.push([`${name}Message`, message]);
      if (subscription) parts.push([`${name}Subscription`, subscription.params]);
    }
  }
  return new Map(
    (["inbound", "outbound"] as const).flatMap((direction) =>
      parts.map(([name, shape]): [string, Shape] => [
        `${typeName(name)}_${direction}`,
        directed(shape, direction, components as Components),
      ]),
    ),
  );
}

const beside = (name: string, component: string): string =>
  `${typeName(component)}_${name.slice(name.lastIndexOf("_") + 1) as Direction}`;

/** What the compiler says where a type of ours is not the very type of theirs. */
async function differences(shapes: ReadonlyMap<string, Shape>): Promise<readonly string[]> {
  const ours = [...shapes].map(
    ([name, shape]) => emitType(name, shape, (component) => beside(name, component)).code,
  );
  const names = [...shapes.keys()];
  const found = await compileAll([
    { path: "ours", text: ours.join("\n") },
    { path: "theirs", text: await theirTypes(shapes, beside) },
    {
      path: "same",
      text: [
        'import type * as ours from "./ours.ts";\nimport type { components } from "./theirs.ts";',
        "type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;",
        ...names.map(
          (name) => `export const of_${name}: Same<ours.${name}, components["schemas"]["${name}"]> = true;`,
        ),
      ].join("\n"),
    },
  ]);
  return [...found].flatMap(([file, diagnostics]) =>
    diagnostics.map(
      ({ line, message }) => `${file === "same" ? names[line - 4] : `${file}:${line}`}: ${message}`,
    ),
  );
}

it.each(targets.filter(({ offers, name }) => offers && name !== "fix"))(
  "the compiler sees no difference between the types of $name and what openapi-typescript makes of them",
  async ({ offers, spec }) => {
    const contract = offers?.read(repository, spec);
    if (!contract || contract.kind === "fix") throw new Error(`${spec} is no spec of JSON`);
    const shapes = shapesOf(contract);
    expect(shapes.size).toBeGreaterThan(1);
    expect((await differences(shapes)).join("\n")).toBe("");
  },
);

it("the compiler sees no difference between types of shapes that no spec has yet", async () => {
  const shapes = fc.sample(anyShape, { numRuns: 400, seed: 7 });
  const named = new Map(shapes.map((shape, index) => [`T${index}_any`, shape]));
  expect((await differences(named)).join("\n")).toBe("");
});

it("a difference would be seen", async () => {
  const source = { file: "", pointer: "" };
  const doc = { notes: {} };
  const text: Shape = { kind: "string", source, doc };
  const open: Shape = { kind: "enum", values: ["a"], open: true, source, doc };
  const ours = emitType("T", text, String).code;
  const theirs = await theirTypes(new Map([["T", open]]), (_name, component) => component);
  const same = `import type { T } from "./ours.ts";\nimport type { components } from "./theirs.ts";
    type Same<A, B> = (<X>() => X extends A ? 1 : 2) extends <X>() => X extends B ? 1 : 2 ? true : false;
    export const same: Same<T, components["schemas"]["T"]> = true;`;
  const found = await compileAll([
    { path: "ours", text: ours },
    { path: "theirs", text: theirs },
    { path: "same", text: same },
  ]);
  expect(found.get("same")?.length).toBe(1);
});
