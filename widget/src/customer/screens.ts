/** The screens before and after a conversation which not everybody sees: fetched when they are first shown. */
export { CodeScreen } from "./code";
export { GoodbyeScreen } from "./goodbye";
