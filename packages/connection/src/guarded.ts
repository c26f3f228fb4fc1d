/** A listener's mistake is the program's to hear of, not the connection's to die of. */
export function guarded<Told extends readonly unknown[]>(
  listener: (...told: Told) => void,
  ...told: Told
): void {
  try {
    listener(...told);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
