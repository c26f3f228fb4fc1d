/** A store that outlives the program, for Node. Apart from the rest, so that only those who use it carry it. */
export { FileStore, type FileStoreOptions } from "./file-store.ts";
