// npm start: installs, regenerates and builds every package from specs/, then runs the five operations against the
// sandbox over their real wires.
import { install, run } from "./workspace.mjs";

const steps = [
  [
    "Regenerate every package from specs/ and build it",
    "turbo",
    ["run", "build", "--output-logs=new-only", "--log-order=grouped"],
  ],
  ["Run the five operations against the sandbox", "node", ["examples/five-operations/main.ts"]],
];

console.log("\n● Install what the lockfile names");
await install();
for (const [title, command, args] of steps) {
  console.log(`\n● ${title}`);
  const code = await run(command, args);
  if (code !== 0) process.exit(code);
}
