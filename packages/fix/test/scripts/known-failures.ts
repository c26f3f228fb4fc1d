/** Clauses the session is known not to keep: `2b initiator`. Aim: none. */
export const knownFailures: readonly string[] = [];
