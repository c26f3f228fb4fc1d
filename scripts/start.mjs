// npm start: installs, regenerates and builds every package from specs/, then runs the five operations against the
// sandbox over their real wires, and the kill switch with each of these wires down.
import { run } from "./workspace.mjs";

const steps = [
  ["Install, and regenerate every package from specs/", "node", ["scripts/generate.mjs"]],
  ["Build every package", "turbo", ["run", "build", "--output-logs=new-only", "--log-order=grouped"]],
  ["Run the five operations against the sandbox", "node", ["examples/five-operations/main.ts"]],
  ["Pull the kill switch, with each wire down in turn", "node", ["examples/kill-switch/main.ts"]],
];

for (const [title, command, args] of steps) {
  console.log(`\n● ${title}`);
  const code = await run(command, args);
  if (code !== 0) process.exit(code);
}
