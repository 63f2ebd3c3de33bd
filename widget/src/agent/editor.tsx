/**
 * Writing a message: Enter sends, `/` opens the canned replies, Alt + R takes the plainer words that are suggested, and
 * what looks like a secret is named before it goes.
 *
 * The server removes secrets again and has the last word on length; this only warns early.
 */

import type { ComponentChildren, JSX, RefObject } from "preact";
import { useRef, useState } from "preact/hooks";
import { MessageSquareText, SendHorizontal, ShieldAlert } from "lucide-preact";

import { withoutSecrets } from "../shared/outgoing";
import { findSecrets } from "../shared/redact";
import type { CannedReply, CardOffer, Term } from "../shared/protocol.gen";
import { fromText } from "./card";
import type { OpenSession } from "./open_sessions";
import type { Finding } from "./plain/matcher";
import { MessageBox, replaceIn } from "./plain/message_box";
import { distinct, firstToTake, ReadingAge, Suggestions } from "./plain/suggestions";
import { useAdvice } from "./plain/use_advice";
import { secretName } from "./words";

interface EditorProps {
  readonly session: OpenSession;
  readonly language: string;
  readonly replies: readonly CannedReply[];
  /** Words to put more plainly; the playbook's before the site's. */
  readonly glossaries: readonly (readonly Term[])[];
  /** The longest message, in characters. */
  readonly limit: number;
  /** Further ways to something to send, beside the ready replies. */
  readonly children?: ComponentChildren;
}

export function Editor({ session, language, replies, glossaries, limit, children }: EditorProps): JSX.Element {
  const { connection, draft, draftFor, draftCard } = session;
  const [choosing, setChoosing] = useState(false);
  const [says, setSays] = useState("");
  const comesBack = useRef(false);
  const text = useRef<HTMLTextAreaElement>(null);
  const plain = usePlainWords(draft.value, glossaries, language, text);
  const over = draft.value.length - limit;
  const send = (): void => {
    const words = draft.value.trim();
    if (words === "" || over > 0) return;
    draft.value = "";
    setSays("");
    const [key, card] = [draftFor.value, draftCard.value];
    if (card === null) void deliver(connection, words, key);
    else void sendCard(words, key, card);
    draftFor.value = "";
    draftCard.value = null;
  };
  /** A card that is refused comes back to be edited: unlike a message it has no place in the conversation yet. */
  const sendCard = async (words: string, key: string, card: CardOffer): Promise<void> => {
    const answer = await connection.send(withoutSecrets(fromText(words, card, key)));
    if (answer.ok || draft.value !== "") return;
    [draft.value, draftFor.value, draftCard.value] = [words, key, card];
    setSays(answer.says ?? "");
  };
  const typed = (value: string): void => {
    draft.value = value;
    if (value === "") {
      draftFor.value = "";
      draftCard.value = null;
    } else connection.typing_now();
  };
  /** Opens or closes the ready replies; who came from the text, or chose one, goes on writing. */
  const choose = (open: boolean): void => {
    setChoosing(open);
    if (!open && comesBack.current) text.current?.focus();
    comesBack.current = open;
  };
  const pressed = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) send();
    else if (event.altKey && event.code === "KeyR" && plain.first !== undefined) plain.take(plain.first);
    else if (event.key === "/" && draft.value === "" && replies.length > 0) choose(true);
    else return;
    event.preventDefault();
  };
  const insert = (reply: string): void => {
    const before = draft.value.trimEnd();
    typed(before === "" ? reply : `${before} ${reply}`);
    comesBack.current = true;
  };
  return (
    <form
      class="editor"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <MessageBox
        box={text}
        id="editor"
        label="Message to the customer"
        placeholder={replies.length > 0 ? "Write a message, or / for a ready reply" : "Write a message"}
        value={draft.value}
        findings={plain.findings}
        describedBy={plain.findings.length > 0 ? SUGGESTIONS : ""}
        typed={typed}
        pressed={pressed}
      />
      <Suggestions id={SUGGESTIONS} findings={plain.findings} take={plain.take} leave={plain.leave} />
      <ReadingAge reading={plain.reading} />
      <Warnings text={draft.value} says={says} over={over} limit={limit} />
      <div class="editor-foot">
        {replies.length > 0 && (
          <ReadyReplies replies={replies} open={choosing} setOpen={choose} insert={insert} />
        )}
        {children}
        <wa-button type="submit" size="s" variant="brand" disabled={draft.value.trim() === "" || over > 0}>
          <SendHorizontal slot="start" size="1.1em" aria-hidden="true" />
          {draftCard.value === null ? "Send" : "Send as card"}
        </wa-button>
      </div>
    </form>
  );
}

const SUGGESTIONS = "plainer-words";

/** What the draft could say more plainly; words that were left alone stay so in this conversation. */
function usePlainWords(
  draft: string,
  glossaries: readonly (readonly Term[])[],
  language: string,
  box: RefObject<HTMLTextAreaElement>,
) {
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const { findings: all, reading } = useAdvice(draft, glossaries, language);
  const findings = all.filter(({ words }) => !left.has(words.toLowerCase()));
  return {
    findings,
    reading,
    first: firstToTake(distinct(findings)),
    take: ({ instead }: Finding): void => {
      if (box.current !== null && instead !== null) replaceIn(box.current, instead.start, instead.end, instead.text);
    },
    leave: ({ words }: Finding): void => {
      setLeft((before) => new Set([...before, words.toLowerCase()]));
      box.current?.focus();
    },
  };
}

/** Sends a message; `key` names the prompt whose words it began with. */
async function deliver(connection: OpenSession["connection"], text: string, key: string): Promise<void> {
  const answer = await connection.send(withoutSecrets({ do: "message.send", text }));
  if (answer.ok && key !== "") await connection.send({ do: "prompt.use", key, how: "sent" });
}

function Warnings({ text, says, over, limit }: { text: string; says: string; over: number; limit: number }) {
  const kinds = [...new Set(findSecrets(text).map((secret) => secretName(secret.kind)))];
  return (
    <div role="status" class="warnings">
      {kinds.length > 0 && (
        <p class="warning">
          <ShieldAlert size="1.1em" aria-hidden="true" />
          This looks like a {kinds.join(" and a ")}. It will be removed before it is sent.
        </p>
      )}
      {says !== "" && <p class="warning">Not sent. {says}</p>}
      {over > 0 && (
        <p class="warning">
          Too long by {over} {over === 1 ? "character" : "characters"}: a message has at most {limit}.
        </p>
      )}
    </div>
  );
}

interface RepliesProps {
  readonly replies: readonly CannedReply[];
  readonly open: boolean;
  readonly setOpen: (open: boolean) => void;
  readonly insert: (text: string) => void;
}

function ReadyReplies({ replies, open, setOpen, insert }: RepliesProps) {
  const chosen = (event: CustomEvent): void => {
    const { item } = event.detail as { item: { value: string } };
    insert(replies[Number(item.value)]?.text ?? "");
  };
  return (
    <wa-dropdown
      class="replies"
      placement="top-start"
      open={open}
      onwa-after-hide={() => setOpen(false)}
      onwa-select={chosen}
    >
      <wa-button slot="trigger" size="s" appearance="plain">
        <MessageSquareText slot="start" size="1.1em" aria-hidden="true" />
        Ready replies
      </wa-button>
      {replies.map((reply, index) => (
        <wa-dropdown-item key={reply.title} value={String(index)}>
          <b>{reply.title}</b>
          <span class="reply-text">{reply.text}</span>
        </wa-dropdown-item>
      ))}
    </wa-dropdown>
  );
}
