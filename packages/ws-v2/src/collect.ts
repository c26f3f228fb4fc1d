import { type Collect, collected } from "@x/connection";
import { item } from "./items.ts";

/** Collects the answers of a method that answers each thing it names on its own. */
export const collect: Collect = (core, about, method, ended) => collected(core, about, method, item, ended);
