/** The words of a screen that is fetched when it is first shown. */
import { useHelp } from "./context";
import { screenWords, type ScreenWords } from "./words/screens";

export function useScreenWords(): ScreenWords {
  return screenWords(useHelp().words.language);
}
