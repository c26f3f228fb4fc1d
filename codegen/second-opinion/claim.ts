/**
 * One statement of a client about its API, with the statements inside it: `says` is compared word for word. Both sides
 * are brought into this form, so that comparing needs to know nothing about either.
 */
export interface Claim {
  readonly says: string;
  /** By what they are about: a kind, and a name where there can be several, as in `field order_id`. */
  readonly parts: ReadonlyMap<string, Claim>;
}

export type Entry = readonly [about: string, claim: Claim];

export function claim(says: string, parts: Iterable<Entry> = []): Claim {
  return { says, parts: new Map(parts) };
}

/** `field` of `field order_id`. */
export function kindOf(about: string): string {
  return about.split(" ", 1)[0] ?? about;
}

/** What a type says, and whether null may stand in its place. */
export function typeClaim(says: string, nullable: boolean, parts: Iterable<Entry> = []): Claim {
  return claim(says, [...parts, ["null", claim(nullable ? "allowed" : "not allowed")]]);
}

export function enumEntries(values: readonly (string | number)[]): Entry[] {
  return values.map((value): Entry => [`value ${JSON.stringify(value)}`, claim("listed")]);
}

/** Several types in one place, whatever their order. */
export function unionClaim(variants: readonly Claim[], nullable: boolean): Claim {
  return typeClaim("union", nullable, unionEntries(variants));
}

export function unionEntries(variants: readonly Claim[]): Entry[] {
  return variants.map((variant): Entry => [`variant ${variant.says}`, variant]);
}

export function fieldSays(required: boolean): string {
  return required ? "required" : "optional";
}
