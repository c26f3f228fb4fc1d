/** What stands in place of a credential everywhere. */
export const MASK = "[secret]";
