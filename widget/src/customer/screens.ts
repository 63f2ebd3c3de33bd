/** The screens before and after a conversation which not everybody sees: fetched when they are first shown. */
export { CodeScreen } from "./code";
export { Company } from "./company";
export { GoodbyeScreen } from "./goodbye";
