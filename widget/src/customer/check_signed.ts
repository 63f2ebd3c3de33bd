/** Passing a check by being signed in on the page: asks the page, and tells the page what came of it. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { checkWords } from "./words/checks";
import { askPage } from "./check_identity";
import { useHelp } from "./context";

export interface Identity {
  /** What is going on, in words; empty: nothing. */
  readonly says: string;
  ask(): Promise<void>;
}

export function useIdentity(id: string): Identity {
  const help = useHelp();
  const words = checkWords(help.words.language);
  const says = useSignal("");
  const ask = async (): Promise<void> => {
    if (says.value === words.site_waiting) return;
    says.value = words.site_waiting;
    const handed = await askPage(help, id);
    says.value = handed === "handed" ? words.checking : handed === "silent" ? words.site_silent : words.site_lost;
  };
  const check = help.session.view.value?.checks[id];
  const failed = check?.state === "failed" && check.method === "signed" && !check.checking;
  useEffect(() => {
    if (failed) says.value = "";
  }, [failed, check]);
  return { says: says.value, ask };
}
