/** Puts a broken part in place of a right one, until the end of the block. */
export function replaced<Target extends object, Name extends keyof Target>(
  target: Target,
  name: Name,
  value: Target[Name],
): Disposable {
  const before = target[name];
  target[name] = value;
  return {
    [Symbol.dispose]: () => {
      target[name] = before;
    },
  };
}
