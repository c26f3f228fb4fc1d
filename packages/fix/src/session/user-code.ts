/** Runs the user's code: what it throws must surface, but not in the middle of the session's work. */
export function callUser(run: () => void): void {
  try {
    run();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
