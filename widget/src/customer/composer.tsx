/** Where the customer writes. What is half written survives page loads. */
import { SendHorizontal } from "lucide-preact";
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useHelp } from "./context";
import { Writing } from "./writing";

export function Composer(): JSX.Element {
  const { session, words, info } = useHelp();
  const text = useSignal(session.kept.read("draft") ?? "");
  const write = (value: string): void => {
    text.value = value;
    session.kept.write("draft", value);
    if (value !== "") session.connection.value?.typing_now();
  };
  const send = (): void => {
    if (text.value.trim() === "" || text.value.length > info.message_length) return;
    const said = text.value.trim();
    write("");
    void session.send({ do: "message.send", text: said }).then(({ code }) => code === "unreachable" && write(said));
  };
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Writing
        id="message"
        rows={1}
        label={words.chat.write}
        placeholder={words.chat.write}
        value={text.value}
        onChange={write}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          send();
        }}
      />
      <button type="submit" class="send" aria-label={words.chat.send} aria-disabled={text.value.trim() === ""}>
        <SendHorizontal size={20} aria-hidden="true" />
      </button>
    </form>
  );
}
