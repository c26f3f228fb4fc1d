import type { FixDictionary } from "./fix.ts";
import type { RestContract } from "./rest.ts";
import type { WsContract } from "./ws.ts";

/** What a spec of any kind says. */
export type Contract =
  | { readonly kind: "rest"; readonly rest: RestContract }
  | { readonly kind: "ws"; readonly ws: WsContract }
  | { readonly kind: "fix"; readonly fix: FixDictionary };
