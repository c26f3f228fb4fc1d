/**
 * TypeScript that brings a type of either client to what it says about the wire, so that the compiler can hold the two
 * against each other. What is allowed to differ is taken out here, and nowhere else:
 *
 * - the other client turns times into `Date` and enumerations into `enum`; on the wire both are text;
 * - it calls some fields something else (`_new`), given as `Renamed`;
 * - ours keeps an enumeration of an answer open (`string & {}`) and lets a nullable field of an answer be absent.
 *
 * Whether a field may be absent becomes part of its type, because an optional field that one side lacks would otherwise
 * fit unseen.
 */
export const PLAIN = `
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

type Plain<T, Renamed> = unknown extends T
  ? { anything: true }
  : T extends Date ? string
  : T extends string ? (Same<T, string & {}> extends true ? never : \`\${T}\`)
  : T extends number ? (number extends T ? number : \`\${T}\` extends \`\${infer Value extends number}\` ? Value : never)
  : T extends readonly (infer Item)[] ? Plain<Item, Renamed>[]
  : T extends object
    ? {
        [Key in keyof T as Key extends keyof Renamed ? Renamed[Key] & string : Key]-?: null extends T[Key]
          ? ["or null", Plain<Exclude<T[Key], null | undefined>, Renamed>]
          : undefined extends T[Key]
            ? ["or absent", Plain<Exclude<T[Key], null | undefined>, Renamed>]
            : Plain<T[Key], Renamed>;
      }
    : T;
`;
