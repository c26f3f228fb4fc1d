import { isNullable } from "../../../contract/direction.ts";
import type { Components, Shape } from "../../../contract/shape.ts";
import { discriminators } from "../../../emit/discriminator.ts";
import type { Step } from "../../change.ts";
import { resolve } from "../../diff/context.ts";
import { variantsOf } from "../../diff/variants.ts";
import type { Part } from "../../surface/surface.ts";
import { FREE_KEY } from "../paths.ts";
import { lengthsOf, Narrowing } from "./narrow.ts";
import type { Program } from "./program.ts";

type Side = "before" | "after";

/** Writes functions that take a message and do something with one place of it. */
export class ReaderWriter {
  readonly #part: Part;
  readonly #components: Components;
  readonly #side: Side;
  readonly #narrowing: Narrowing;
  readonly #lines: string[] = [];
  #closing = "";
  #variables = 0;

  /** @param byAbsence whether variants are told by what they lack, as in the last branch of a chain. */
  constructor(part: Part, components: Components, side: Side, byAbsence: boolean) {
    this.#narrowing = new Narrowing(components, part.travel === "sent", byAbsence);
    this.#part = part;
    this.#components = components;
    this.#side = side;
  }

  /** The programs that read the place, or close over what it may be. */
  programs(path: readonly Step[]): Program[] {
    const found = this.#walk(path);
    if (found === undefined) return [];
    const { v, shape, optional } = found;
    const programs: Program[] = [];
    if (this.#part.travel === "received") {
      // Whoever takes a union for no more than what it was closes over it.
      const { variants } = variantsOf(shape, this.#components);
      const several = variants.length > 1;
      programs.push(
        this.#program(several ? "exhaustive" : "any", several, this.#reading(v, shape, optional)),
      );
      for (const line of this.#comparisons(v, shape)) programs.push(this.#program("any", false, line));
      // Whoever takes it for there, or for no null, whatever it is, unless it may be anything.
      const isAny = variants.some((variant) => this.#target(variant).kind === "any");
      if (several && !isAny && !isNullable(shape, this.#components)) {
        const there = `NonNullable<typeof ${v}>${optional ? " | undefined" : ""}`;
        programs.push(this.#program("any", false, `const x: ${there} = ${v}; void x;`));
      }
      const inside = this.#inside(v, shape, optional);
      if (inside !== undefined) programs.push(this.#program("any", false, inside));
    }
    for (const { closed, code } of this.#closings(v, shape))
      programs.push(this.#program("exhaustive", closed, code));
    return programs;
  }

  #program(proves: Program["proves"], closed: boolean, last: string): Program {
    const type = this.#part.type as string;
    const body = `export function read(m: ${type}): void {\n${[...this.#lines, last].join("\n")}\n${this.#closing}}\n`;
    return { proves, closed, imports: [type], body };
  }

  #walk(path: readonly Step[]): { v: string; shape: Shape; optional: boolean } | undefined {
    let at: Shape = this.#part.shape;
    let v = "m";
    let optional = false;
    for (const step of path) {
      const inner = this.#enter(at, v, optional, step);
      if (inner === undefined) return undefined;
      ({ shape: at, v, optional } = inner);
    }
    return { v, shape: at, optional };
  }

  #enter(
    outer: Shape,
    v: string,
    optional: boolean,
    step: Step,
  ): { shape: Shape; v: string; optional: boolean } | undefined {
    if (optional || isNullable(outer, this.#components))
      this.#open(`if (${v} !== undefined && ${v} !== null) {`);
    const { variants } = variantsOf(outer, this.#components);
    if (step.kind === "variant") return this.#narrow(variants, v, step[this.#side]);
    const [only] = variants;
    const shape = only && variants.length === 1 ? this.#target(only) : undefined;
    const next = `v${++this.#variables}`;
    if (step.kind === "field" && shape?.kind === "object") {
      const property = shape.properties.find(({ name }) => name === step.name);
      if (property === undefined) return undefined;
      this.#lines.push(`const ${next} = ${v}[${JSON.stringify(step.name)}];`);
      // What is sent is the caller's own: whether a field must be there is the writers' business.
      const sure = property.required && !isNullable(property.shape, this.#components);
      return { shape: property.shape, v: next, optional: this.#part.travel === "sent" || !sure };
    }
    if (step.kind === "value" && shape?.kind === "object" && typeof shape.additional === "object") {
      // Among values by free keys alone there are those of the listed fields.
      if (shape.properties.length > 0) {
        this.#lines.push(`const ${next} = ${v}[${JSON.stringify(FREE_KEY)}];`);
        return { shape: shape.additional, v: next, optional: true };
      }
      this.#open(`for (const ${next} of Object.values(${v})) {`);
      return { shape: shape.additional, v: next, optional: false };
    }
    if (step.kind === "item" && shape?.kind === "array") {
      this.#open(`for (const ${next} of ${v}) {`);
      return { shape: shape.items, v: next, optional: false };
    }
    if (step.kind === "item" && shape?.kind === "tuple") {
      if (step.position === undefined) return undefined;
      const item = shape.items[step.position];
      if (item === undefined) return undefined;
      this.#lines.push(`const ${next} = ${v}[${step.position}];`);
      return { shape: item, v: next, optional: step.position >= shape.minItems };
    }
    return undefined;
  }

  #narrow(
    variants: readonly Shape[],
    v: string,
    index: number | undefined,
  ): { shape: Shape; v: string; optional: boolean } | undefined {
    const chosen = variants[index ?? -1];
    if (chosen === undefined) return undefined;
    if (variants.length > 1) {
      const test = this.#narrowing.test(variants, chosen, v, false);
      if (test === undefined) return undefined;
      this.#open(`if (${test}) {`);
    }
    return { shape: chosen, v, optional: false };
  }

  #open(head: string): void {
    this.#lines.push(head);
    this.#closing += "}\n";
  }

  #target(shape: Shape): Shape {
    return resolve(shape, this.#components);
  }

  /** Puts the value where a program expects the type it was promised. */
  #reading(v: string, shape: Shape, optional: boolean): string {
    const { variants, nullable } = variantsOf(shape, this.#components);
    const types = variants.map((variant) => this.#promise(this.#target(variant), variants.length > 1));
    if (types.includes("unknown")) return "";
    const all = [...types, ...(nullable ? ["null"] : []), ...(optional || nullable ? ["undefined"] : [])];
    return `const x: ${[...new Set(all)].join(" | ")} = ${v}; void x;`;
  }

  /** A type that what is promised fits, and that says no more than one level of it. */
  #promise(shape: Shape, several: boolean): string {
    switch (shape.kind) {
      case "any":
      case "union":
        return "unknown";
      case "const":
        return JSON.stringify(shape.value);
      case "enum":
        return typeof shape.values[0];
      case "array":
        return "readonly unknown[]";
      case "tuple": {
        const items = shape.items.map((_, index) => (index < shape.minItems ? "unknown" : "unknown?"));
        return `readonly [${[...items, ...(shape.rest ? ["...unknown[]"] : ["...unknown[]"])].join(", ")}]`;
      }
      case "object": {
        const field = shape.properties.find(({ required }) => required);
        const sure = several && field !== undefined && !isNullable(field.shape, this.#components);
        return sure ? `{ readonly ${JSON.stringify(field.name)}: unknown }` : "object";
      }
      case "string":
        return shape.format === "data" ? "Uint8Array" : "string";
      default:
        return shape.kind;
    }
  }

  /** Reads on into an object: one of its fields, by name. */
  #inside(v: string, shape: Shape, optional: boolean): string | undefined {
    const { variants, nullable } = variantsOf(shape, this.#components);
    const [only] = variants.map((variant) => this.#target(variant));
    if (variants.length !== 1 || only?.kind !== "object") return undefined;
    const field = only.properties.find(({ required }) => required) ?? only.properties[0];
    if (field === undefined) return undefined;
    const guard = optional || nullable ? `if (${v} !== undefined && ${v} !== null) ` : "";
    return `${guard}void ${v}[${JSON.stringify(field.name)}];`;
  }

  /** Comparisons with each value that is listed, or, for free text, with some. */
  #comparisons(v: string, shape: Shape): string[] {
    const { variants } = variantsOf(shape, this.#components);
    const [only] = variants.map((variant) => this.#target(variant));
    if (variants.length !== 1 || only === undefined) return [];
    const values =
      only.kind === "enum"
        ? only.values
        : only.kind === "string" && only.format !== "data"
          ? ["some text"]
          : only.kind === "boolean"
            ? [true, false]
            : [];
    return values.map((value) => `if (${v} === ${JSON.stringify(value)}) void ${v};`);
  }

  /** Code that has a case for each thing the place may be. */
  #closings(v: string, shape: Shape): { readonly closed: boolean; readonly code: string }[] {
    const { variants } = variantsOf(shape, this.#components);
    const [first] = variants.map((variant) => this.#target(variant));
    if (first === undefined) return [];
    if (variants.length === 1) {
      if (first.kind === "tuple" && !first.rest && this.#part.travel === "received") {
        return [
          {
            closed: true,
            code: `if (${v} !== undefined && ${v} !== null) { const n: ${lengthsOf(first).join(" | ")} = ${v}.length; void n; }`,
          },
        ];
      }
      const values = first.kind === "enum" ? first.values : first.kind === "const" ? [first.value] : [];
      if (values.length === 0 || typeof values[0] === "boolean") return [];
      const closed =
        this.#part.travel === "received" && (first.kind === "const" || typeof values[0] !== "string");
      const entries = values.map((value) => `${JSON.stringify(value)}: 0`).join(", ");
      const table = `const t: Record<Exclude<typeof ${v}, null | undefined>, number> = { ${entries} }; void t;`;
      if (!closed && this.#part.travel === "received") return [{ closed, code: table }];
      const cases = values.map((value) => `case ${JSON.stringify(value)}: break;`).join(" ");
      const never = `default: { const n: never = ${v}; void n; }`;
      return [
        { closed, code: table },
        { closed, code: `switch (${v}) { case undefined: case null: break; ${cases} ${never} }` },
      ];
    }
    const tests = variants
      .map((variant) => this.#narrowing.test(variants, variant, v, true))
      .sort((a = "", b = "") => Number(b.startsWith("Array")) - Number(a.startsWith("Array")));
    if (tests.some((test) => test === undefined)) return [];
    const told = discriminators(variants, this.#components).length > 0;
    const cases = tests.map((test) => `if (${test}) void 0; else`).join(" ");
    const code = `if (${v} !== undefined && ${v} !== null) { ${cases} { const n: never = ${v}; void n; } }`;
    return [{ closed: this.#part.travel === "received" && !told, code }];
  }
}
