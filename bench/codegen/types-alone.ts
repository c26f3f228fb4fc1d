// Types of specs by two type generators, and nothing else: no checks, descriptors, docs links, files. Usage: node types-alone.ts <OpenAPI or JSON Schema file...>
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";

const { resolve } = createRequire(import.meta.url);
// Their CommonJS, whose loading is the faster.
const load = async (name: string) => (await import(pathToFileURL(resolve(name)).href)).default;
const schemas = process.argv.slice(2).filter((file) => file.endsWith(".json"));
const apis = process.argv.slice(2).filter((file) => !file.endsWith(".json"));
let bytes = 0;
if (apis.length > 0) {
  const { default: openapi, astToString } = await load("openapi-typescript");
  for (const file of apis) bytes += astToString(await openapi(pathToFileURL(file))).length;
}
if (schemas.length > 0) {
  const { compile } = await load("json-schema-to-typescript");
  for (const file of schemas) {
    const schema = JSON.parse(readFileSync(file, "utf8"));
    // A file of several messages is a type for each, as it is for the packages.
    for (const [name, part] of Object.entries(schema.$defs ?? { whole: schema })) {
      const options = { bannerComment: "", format: false, cwd: dirname(file) };
      bytes += (await compile({ ...(part as object) }, name, options)).length;
    }
  }
}
if (bytes === 0) throw new Error("nothing was generated");
