// The public surface of a package, as a compiler and an importer see it.
import { join } from "node:path";
import ts from "typescript5";
import { importFrom } from "./consumer.ts";
import { entryPoints, type Manifest } from "./workspace.ts";

/** What one entry point exports: a line a name, sorted. */
export interface ExportList {
  readonly specifier: string;
  /**
   * Each says what the name is, so that a type that becomes a value, or a class that becomes a function, shows in a
   * review.
   */
  readonly lines: readonly string[];
}

/**
 * The export lists of installed packages, entry point by entry point.
 *
 * @throws Error when the types promise a value that the code does not have, or the code has one without types.
 */
export async function exportLists(consumer: string, manifests: readonly Manifest[]): Promise<ExportList[]> {
  const entries = manifests.flatMap((manifest) =>
    entryPoints(manifest).map(({ specifier, entry }) => ({
      specifier,
      declarations: join(consumer, "node_modules", manifest.name, entry.types),
    })),
  );
  const program = ts.createProgram(
    entries.map(({ declarations }) => declarations),
    { module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2024, types: [] },
  );
  const lists: ExportList[] = [];
  for (const { specifier, declarations } of entries) {
    const typed = typedNames(declarations, program);
    const values = Object.keys(await importFrom(consumer, specifier)).toSorted();
    const promised = [...typed].filter(([, kind]) => !typeKinds.has(kind)).map(([name]) => name);
    if (promised.toSorted().join() !== values.join()) {
      throw new Error(`${specifier}: the types promise the values ${promised}, the code has ${values}`);
    }
    lists.push({
      specifier,
      lines: [...typed].map(([name, kind]) => `${kind.padEnd(9)} ${name}`).toSorted(),
    });
  }
  return lists;
}

const typeKinds = new Set(["interface", "type"]);

function typedNames(declarations: string, program: ts.Program): Map<string, string> {
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(declarations);
  const module = file && checker.getSymbolAtLocation(file);
  if (module === undefined) throw new Error(`${declarations} is not a module`);
  return new Map(checker.getExportsOfModule(module).map((symbol) => [symbol.name, kindOf(symbol, checker)]));
}

function kindOf(exported: ts.Symbol, checker: ts.TypeChecker): string {
  const { flags } = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
  // `export { type X }` of something that is both keeps the type alone.
  const typeOnly = exported.declarations?.some((node) => ts.isTypeOnlyExportDeclaration(node)) ?? false;
  if (flags & ts.SymbolFlags.Class) return typeOnly ? "type" : "class";
  if (flags & ts.SymbolFlags.Function) return typeOnly ? "type" : "function";
  if (flags & ts.SymbolFlags.ValueModule) return "namespace";
  // A constant object and the type of its values, under one name.
  if (flags & ts.SymbolFlags.Variable) return flags & ts.SymbolFlags.Type ? "both" : "const";
  if (flags & ts.SymbolFlags.Interface) return "interface";
  if (flags & ts.SymbolFlags.TypeAlias) return "type";
  throw new Error(`${exported.name} is neither a value nor a type: it does not resolve`);
}
