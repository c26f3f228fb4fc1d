import type { Summary } from "./summary.ts";

/** The committed page on a run. */
export function page(seed: string, table: string, { text }: Summary): string {
  return `# Drift rules against changed specs

The rules that judge a change of the contract ([when the contract changes](drift.md)) are held against specs changed in
every way below, at places that a seed chooses. What a change does is found out by a compiler and by searching for
messages, without asking a rule; then the rules are asked. *Missed* is harm that the rules do not announce, a *false
alarm* harm they announce that does not come, *another bump* a version bump other than the one that what happens asks for.
What begins with "same" writes the same thing in another way. The specimens are small contracts in which every row of the
rule table has a place to happen (\`codegen/mutants/specimens\`).

Then the rule table is changed itself: each row deleted, and each of its three verdicts replaced by each other one. A
change of the table is noticed where a changed spec contradicts it.

\`npm run mutants -- --write\` made this page, with seed ${seed}:

${text.map((line) => `- ${line}`).join("\n")}

${table}`;
}
