import type { Role } from "../ours/subject.ts";

/** Words of headings, tabs and titles of examples, from the particular to the general. */
const WORDS: readonly (readonly [RegExp, readonly Role[]])[] = [
  [/\bunsubscri\w*.*\b(?:ack\w*|response|status)\b/i, ["unsubscribeAck", "response"]],
  [/\bunsubscri/i, ["unsubscribe", "request"]],
  [/\b(?:snapshot|updates?|delta|messages?|stream|data|payload)\b/i, ["message"]],
  [/\bsubscri\w*.*\b(?:ack\w*|response|status)\b/i, ["subscribeAck", "response"]],
  [/\bsubscri/i, ["subscribe", "request"]],
  [/\b(?:errors?|rejected|failure)\b/i, ["response", "subscribeAck"]],
  [/\b(?:response|answer|ack\w*|success)\b/i, ["response", "subscribeAck"]],
  [/\b(?:request|message body)\b/i, ["request", "subscribe"]],
];

/** Which of a subject's messages a section or an example with these labels is, if the labels say. */
export function roleOf(labels: readonly string[], roles: readonly Role[]): Role | undefined {
  const [only] = roles;
  if (roles.length === 1) return only;
  const text = labels.join(" ");
  for (const [words, meant] of WORDS) {
    if (words.test(text)) {
      const role = meant.find((candidate) => roles.includes(candidate));
      if (role !== undefined) return role;
    }
  }
  return undefined;
}
