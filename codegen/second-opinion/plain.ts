/**
 * TypeScript that brings a type of either client to what it says about the wire, so that the compiler can hold the two
 * against each other. What is allowed to differ is taken out here, and nowhere else:
 *
 * - the other client turns times into `Date` and enumerations into `enum`; on the wire both are text;
 * - it calls some fields something else (`_new`), given as `Renamed`;
 * - it says `object` of an object without listed fields, ours says what it can hold (`unknown`);
 * - what a map holds beside fields is `any` in the other client, because the fields have to fit it: only the fields are
 *   held against each other;
 * - ours keeps an enumeration of an answer open (`string & {}`) and lets a nullable field of an answer be absent.
 *
 * Whether a field may be absent becomes part of its type, because an optional field that one side lacks would otherwise
 * fit unseen.
 */
export const PLAIN = `
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

type Index<Key> = string extends Key ? true : number extends Key ? true : false;
type Fields<T> = keyof { [Key in keyof T as Index<Key> extends true ? never : Key]: never };

type Wire<T, Key extends keyof T, Renamed> = Key extends keyof Renamed
  ? Renamed[Key] & string
  : Index<Key> extends true ? ([Fields<T>] extends [never] ? Key : never) : Key;

type Plain<T, Renamed> = unknown extends T
  ? { anything: true }
  : T extends Date ? string
  : T extends string ? (Same<T, string & {}> extends true ? never : \`\${T}\`)
  : T extends number ? (Same<T, number> extends true ? number : \`\${T}\` extends \`\${infer Value extends number}\` ? Value : never)
  : T extends readonly (infer Item)[] ? Plain<Item, Renamed>[]
  : Same<T, object> extends true ? Plain<{ [field: string]: unknown }, Renamed>
  : T extends object
    ? {
        [Key in keyof T as Wire<T, Key, Renamed>]-?: null extends T[Key]
          ? ["or null", Plain<Exclude<T[Key], null | undefined>, Renamed>]
          : undefined extends T[Key]
            ? ["or absent", Plain<Exclude<T[Key], null | undefined>, Renamed>]
            : Plain<T[Key], Renamed>;
      }
    : T;
`;
