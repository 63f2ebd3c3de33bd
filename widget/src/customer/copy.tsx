/**
 * Keeps a copy for the customer: a download, or an e-mail where the site sends some.
 *
 * The server makes it, for whoever holds this session's key. An address is sent once and not kept here either.
 */
import { Download } from "lucide-preact";
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useHelp } from "./context";
import { useScreenWords } from "./screen_words";

type State = "" | "asking" | "saved" | "sent" | "too_many" | "bad_address" | "gone" | "failed";

const KNOWN: readonly string[] = ["too_many", "bad_address", "gone"];

export function CopyOfChat(): JSX.Element {
  const { info } = useHelp();
  const words = useScreenWords().copy;
  const state = useSignal<State>("");
  const ask = useAsking();
  const download = async (): Promise<void> => {
    state.value = "asking";
    const [outcome, file] = await ask("");
    if (file !== null) save(file, words.file_name);
    state.value = file === null ? outcome : "saved";
  };
  return (
    <section class="copy" aria-labelledby="copy-title">
      <h3 id="copy-title">{words.title}</h3>
      <p>{words.lead}</p>
      <button type="button" class="secondary" aria-disabled={state.value === "asking"} onClick={() => void download()}>
        <Download size={20} aria-hidden="true" /> {words.download}
      </button>
      {info.mail === true && <ByMail state={state.value} ask={ask} onState={(next) => (state.value = next)} />}
      <p role="status" class={KNOWN.includes(state.value) || state.value === "failed" ? "error" : "hint"}>
        {state.value !== "" && words[state.value]}
      </p>
    </section>
  );
}

type Ask = (to: string) => Promise<[State, Blob | null]>;

function ByMail({ state, ask, onState }: { state: State; ask: Ask; onState: (state: State) => void }): JSX.Element {
  const words = useScreenWords().copy;
  const to = useSignal("");
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (to.value.trim() === "" || state === "asking") return;
    onState("asking");
    const [outcome] = await ask(to.value.trim());
    if (outcome === "sent") to.value = "";
    onState(outcome);
  };
  return (
    <form class="by-mail" noValidate onSubmit={(event) => void send(event)}>
      <label for="copy-to">{words.mail}</label>
      <p id="copy-why" class="hint">
        {words.mail_why}
      </p>
      <div class="mail-row">
        <input
          id="copy-to"
          type="email"
          autocomplete="email"
          maxLength={254}
          aria-describedby="copy-why"
          aria-invalid={state === "bad_address"}
          value={to.value}
          onInput={(event) => (to.value = event.currentTarget.value)}
        />
        <button type="submit" class="secondary" aria-disabled={state === "asking"}>
          {words.mail_send}
        </button>
      </div>
    </form>
  );
}

/** Asks the server, which is where this part of the panel came from, as a request that a browser asks nobody about. */
function useAsking(): Ask {
  const { info, session } = useHelp();
  const { language } = useScreenWords().copy;
  return async (to) => {
    const token = session.kept.read("visit")?.token;
    if (token === undefined) return ["gone", null];
    const address = new URL(`/widget/${encodeURIComponent(info.site)}/copy`, import.meta.url);
    const body = JSON.stringify({ token, language, to });
    try {
      const answer = await fetch(address, { method: "POST", body, credentials: "omit" });
      if (answer.ok) return to === "" ? ["saved", await answer.blob()] : ["sent", null];
      const { code } = (await answer.json()) as { code: string };
      return [KNOWN.includes(code) ? (code as State) : "failed", null];
    } catch {
      return ["failed", null];
    }
  };
}

function save(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
