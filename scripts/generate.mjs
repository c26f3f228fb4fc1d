// npm run generate: specs/ to packages/*/src/generated, only where a spec or the generator changed.
import { install, run } from "./workspace.mjs";

await install();
const code = await run("turbo", ["run", "generate", "--output-logs=new-only", "--log-order=grouped"]);
if (code !== 0) process.exit(code);
// Generated files are committed, so turbo makes them part of their own cache key: a run that changed some is stored
// under the key of what was there before. This pass finds nothing to change and stores the settled state, which the
// next run then hits.
process.exit(await run("turbo", ["run", "generate", "--output-logs=errors-only"]));
