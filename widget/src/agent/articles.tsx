/**
 * Approved articles beside the conversation: found as one types, suggested by the step, read before they are sent.
 *
 * A combobox with its list in sight (ARIA APG): arrows choose, the chosen one is shown below, Enter sends it. The words
 * that go out are the server's; here is only said which article.
 */

import { signal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { CalendarClock, Library, Search, SendHorizontal, X } from "lucide-preact";

import { ArticleBody } from "../shared/article";
import type { AgentView, ShelfArticle } from "../shared/protocol.gen";
import type { ArticleIndex } from "./article_search";
import { refreshShelf, shelfOf } from "./article_shelf";
import { type Commanding, Refusal, useCommand } from "./command";
import type { OpenSession } from "./open_sessions";
import { focusOn, place } from "./places";
import { counted, day } from "./words";

/** Whether the articles stand above the message box. */
const articlesOpen = signal(false);

/** Shows the articles, and gives the search the keyboard. */
export function openArticles(): void {
  articlesOpen.value = true;
  place.value = "chat";
  requestAnimationFrame(() => document.getElementById("articles-search")?.focus());
}

function closeArticles(): void {
  articlesOpen.value = false;
  focusOn("chat");
}

/** Where the customer is, as articles name it. */
function useHere({ playbook, prompt }: AgentView): { playbook: string; step: string } {
  const last = useRef(""); // a prompt without a step does not lead away from the one before
  if (prompt?.step) last.current = prompt.step;
  return { playbook: playbook.id, step: last.current };
}

/** The way in, with how many there are for this step. */
export function ArticlesButton({ view }: { view: AgentView }): JSX.Element {
  const { site } = view.session;
  const { playbook, step } = useHere(view);
  useEffect(() => void refreshShelf(site), [site]);
  const here = shelfOf(site).value.index?.suggested(playbook, step).length ?? 0;
  return (
    <wa-button
      size="s"
      appearance="plain"
      class="articles-button"
      aria-expanded={articlesOpen.value}
      onClick={() => (articlesOpen.value ? closeArticles() : openArticles())}
    >
      <Library slot="start" size="1.1em" aria-hidden="true" />
      Articles
      {here > 0 && (
        <span class="articles-count">
          {here}
          <span class="unseen"> for this step</span>
        </span>
      )}
    </wa-button>
  );
}

interface PanelProps {
  readonly view: AgentView;
  readonly session: OpenSession;
}

export function ArticlesPanel({ view, session }: PanelProps): JSX.Element | null {
  if (!articlesOpen.value) return null;
  return (
    <section class="articles" aria-label="Articles">
      <Shelved view={view} session={session} />
    </section>
  );
}

function Shelved({ view, session }: PanelProps) {
  const { site } = view.session;
  const { index, failed } = shelfOf(site).value;
  useEffect(() => void refreshShelf(site), [site]);
  if (index !== null && index.all.length > 0) return <Finder view={view} session={session} index={index} />;
  return (
    <>
      <div class="articles-top">
        <p class="articles-state" role="status">
          {index === null ? (failed ? "The articles did not come." : "Fetching the articles…") : "There are no articles for this site yet."}
        </p>
        {index === null && failed && (
          <wa-button size="s" appearance="outlined" onClick={() => void refreshShelf(site)}>
            Try again
          </wa-button>
        )}
        <Close />
      </div>
    </>
  );
}

function Finder({ view, session, index }: PanelProps & { index: ArticleIndex }) {
  const command = useCommand(session.connection);
  const [words, setWords] = useState("");
  const [chosen, setChosen] = useState("");
  const { playbook, step } = useHere(view);
  const { label, list } = useMemo(() => offered(index, words, playbook, step), [index, words, playbook, step]);
  const sent = new Set(Object.values(view.chat).flatMap(({ card }) => card?.article ?? []));
  const at = list.findIndex(({ article }) => article.id === chosen);
  const shown = list[at];
  const send = async (): Promise<void> => {
    if (shown === undefined || command.busy) return;
    if (await command.send({ do: "card.send", kind: "article", article: shown.article.id })) closeArticles();
  };
  const pressed = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by !== undefined && list.length > 0) {
      setChosen(list[(at < 0 && by < 0 ? list.length - 1 : at + by + list.length) % list.length]?.article.id ?? "");
    } else if (event.key === "Enter") {
      if (shown === undefined) setChosen(list[0]?.article.id ?? "");
      else void send();
    } else if (event.key === "Escape") {
      if (words === "") closeArticles();
      setWords("");
    } else return;
    event.preventDefault();
  };
  const typed = (value: string): void => {
    setWords(value);
    setChosen("");
  };
  return (
    <>
      <div class="articles-top">
        <SearchBox words={words} typed={typed} pressed={pressed} active={shown === undefined ? "" : optionId(shown)} />
        <Close />
      </div>
      <p class="articles-label" role="status">
        {label}
      </p>
      <Options list={list} chosen={chosen} choose={setChosen} sent={sent} />
      <Refusal says={command.says} />
      {shown && <Preview of={shown} command={command} send={send} />}
    </>
  );
}

/** What is listed, and in what capacity. */
function offered(index: ArticleIndex, words: string, playbook: string, step: string) {
  if (words.trim() !== "") {
    const list = index.found(words, playbook, step);
    const none = `Nothing found for “${words.trim()}”. Try fewer or other words.`;
    return { list, label: list.length === 0 ? none : `${counted(list.length, "article", "articles")} found` };
  }
  const list = index.suggested(playbook, step);
  if (list.length > 0) return { list, label: "For the step they are at" };
  return { list: index.all, label: "All articles" };
}

interface SearchProps {
  readonly words: string;
  readonly typed: (words: string) => void;
  readonly pressed: (event: KeyboardEvent) => void;
  /** The id of the chosen option; empty: none. */
  readonly active: string;
}

function SearchBox({ words, typed, pressed, active }: SearchProps) {
  return (
    <label class="articles-search">
      <Search size="1.1em" aria-hidden="true" />
      <span class="unseen">Search the articles</span>
      <input
        id="articles-search"
        type="text"
        role="combobox"
        placeholder="Search the articles"
        autocomplete="off"
        spellcheck={false}
        enterkeyhint="send"
        aria-autocomplete="list"
        aria-expanded="true"
        aria-controls="articles-list"
        aria-activedescendant={active || undefined}
        value={words}
        onInput={(event) => typed(event.currentTarget.value)}
        onKeyDown={pressed}
      />
    </label>
  );
}

interface OptionsProps {
  readonly list: readonly ShelfArticle[];
  readonly chosen: string;
  readonly choose: (id: string) => void;
  readonly sent: ReadonlySet<string>;
}

function Options({ list, chosen, choose, sent }: OptionsProps) {
  const place = useRef<HTMLUListElement>(null);
  useEffect(() => {
    place.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  // Pressing must leave the keyboard with the search, whose list this is.
  return (
    <ul id="articles-list" role="listbox" aria-label="Articles" ref={place} onMouseDown={(event) => event.preventDefault()}>
      {list.map((each) => (
        <li
          key={each.article.id}
          id={optionId(each)}
          role="option"
          aria-selected={each.article.id === chosen}
          onClick={() => choose(each.article.id)}
        >
          <span class="articles-title">{each.article.title}</span>
          {each.overdue && <Overdue review={each.article.review} short />}
          {sent.has(each.article.id) && <span class="articles-sent">Sent</span>}
          <span class="articles-summary">{each.article.summary}</span>
        </li>
      ))}
    </ul>
  );
}

const optionId = ({ article }: ShelfArticle): string => `article-${article.id}`;

function Preview({ of: { article, overdue }, command, send }: { of: ShelfArticle; command: Commanding; send: () => Promise<void> }) {
  return (
    <div class="articles-preview">
      <div class="articles-words" role="region" aria-label="What the customer gets" tabIndex={0}>
        <h3>{article.title}</h3>
        <p class="articles-lead">{article.summary}</p>
        <ArticleBody blocks={article.blocks} level={4} />
      </div>
      <div class="articles-foot">
        {overdue ? (
          <Overdue review={article.review} />
        ) : (
          <p class="quiet">
            {article.owner}, to be reviewed by {day(article.review)}
          </p>
        )}
        <wa-button size="s" variant="brand" class="articles-send" loading={command.busy} onClick={() => void send()}>
          <SendHorizontal slot="start" size="1.1em" aria-hidden="true" />
          {overdue ? "Send all the same" : "Send"}
        </wa-button>
      </div>
    </div>
  );
}

function Overdue({ review, short = false }: { review: string; short?: boolean }) {
  return (
    <span class="articles-overdue">
      <CalendarClock size="1.1em" aria-hidden="true" />
      {short ? "Review overdue" : `Its review was due on ${day(review)}: check that it still holds.`}
    </span>
  );
}

function Close() {
  return (
    <button type="button" class="plain-button" aria-label="Close the articles" title="Close the articles" onClick={closeArticles}>
      <X size="1.2em" aria-hidden="true" />
    </button>
  );
}
