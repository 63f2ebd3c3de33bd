/**
 * The session as an ordered list of what happened, with times: the same as the timeline's picture, for reading and for
 * screen readers. Each event is a button that goes to its moment; a search finds words in all of them.
 *
 * Thousands of rows are drawn once for a search, never while it plays: which of them is now is marked by hand. The
 * first of them are drawn with the page; the rest follow in pieces, so that nobody waits for what is out of sight.
 */

import { effect, type Signal, useComputed, useSignal } from "@preact/signals";
import { Component, type JSX } from "preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { Search } from "lucide-preact";

import { counted } from "../agent/words";
import type { Mark, Outline } from "../shared/protocol.gen";
import { ChoiceSelect } from "./controls";
import { type Choice, isOf, LANES, SHAPES } from "./kinds";
import type { ReplayPlayer } from "./player";
import { markBefore } from "./said";
import { clockTime } from "./timing";

interface EventsProps {
  readonly player: ReplayPlayer;
  readonly choice: Signal<Choice>;
}

export function Events({ player, choice }: EventsProps): JSX.Element {
  const search = useSignal("");
  const found = useComputed(() => matching(player.outline.value.marks, choice.value, search.value));
  const first = (event: Event): void => {
    event.preventDefault();
    const now = player.entry.peek();
    const next = found.peek().find(({ entry }) => entry > now) ?? found.peek()[0];
    if (next !== undefined) player.seek(next.entry);
  };
  return (
    <div class="events">
      <form class="events-head" role="search" onSubmit={first}>
        <label class="events-search">
          <Search size="1.1em" aria-hidden="true" />
          <span class="unseen">Search in this session: words, prompts, fields. Enter goes to the next.</span>
          <input
            id="search"
            type="search"
            placeholder="Search: words, prompts, fields"
            autocomplete="off"
            value={search.value}
            onInput={(event) => (search.value = event.currentTarget.value)}
          />
        </label>
        <ChoiceSelect choice={choice} label="List" />
        <p class="events-count" role="status">
          {search.value.trim() !== "" && `${counted(found.value.length, "event", "events")} found`}
        </p>
      </form>
      <List player={player} outline={player.outline.value} marks={found.value} search={search.value.trim()} />
    </div>
  );
}

/** The marks of the chosen kind in which all words are; a search looks at fields too. */
function matching(marks: readonly Mark[], choice: Choice, search: string): readonly Mark[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const chosen = words.length > 0 && choice === "all" ? marks : marks.filter((mark) => isOf(choice, mark));
  if (words.length === 0) return chosen;
  return chosen.filter(({ who = "", words: said, more = "" }) => {
    const text = `${who} ${said} ${more}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

interface ListProps {
  readonly player: ReplayPlayer;
  readonly outline: Outline;
  readonly marks: readonly Mark[];
  readonly search: string;
}

/** Rows that are drawn at once, and rows in each piece that follows. */
const FIRST = 60;
const PIECE = 240;

/** How many of so many rows are drawn by now: the first at once, then all the others, whenever there is a moment. */
function useDrawn(marks: readonly Mark[]): number {
  const drawn = useSignal({ marks, rows: FIRST });
  const rows = drawn.value.marks === marks ? drawn.value.rows : FIRST;
  useEffect(() => {
    if (rows >= marks.length) return;
    const next = setTimeout(() => (drawn.value = { marks, rows: rows + PIECE }), 0);
    return () => clearTimeout(next);
  }, [marks, rows]);
  return rows;
}

function List(props: ListProps) {
  const place = useRef<HTMLDivElement>(null);
  const { player, marks } = props;
  const drawn = useDrawn(marks);
  useNow(place, player, marks, drawn);
  const press = (event: MouseEvent): void => {
    const button = (event.target as HTMLElement).closest<HTMLElement>("[data-entry]");
    if (button !== null) player.seek(Number(button.dataset["entry"]));
  };
  return (
    <div class="events-list" ref={place} onClick={press} role="region" aria-label="Events in order" tabIndex={0}>
      {marks.length === 0 && <p class="quiet">Nothing like that in this session.</p>}
      <Rows {...props} drawn={drawn} />
    </div>
  );
}

/** Marks the last event that has happened, and keeps it in sight for whoever is not busy in the list. */
function useNow(
  place: { readonly current: HTMLElement | null },
  player: ReplayPlayer,
  marks: readonly Mark[],
  drawn: number,
): void {
  const now = useRef<HTMLElement | null>(null);
  useEffect(() => {
    const list = place.current;
    if (list === null) return;
    const stop = effect(() => {
      const mark = markBefore(marks, player.shown.value); // with the view, in one frame
      const row = mark ? list.querySelector<HTMLElement>(`[data-entry="${mark.entry}"]`) : null;
      if (row === now.current) return;
      now.current?.removeAttribute("aria-current");
      now.current = row;
      row?.setAttribute("aria-current", "true");
      if (!list.matches(":hover") && !list.contains(document.activeElement)) centre(list, row);
    });
    const resized = new ResizeObserver(() => centre(list, now.current)); // it came on screen, as a tab does
    resized.observe(list);
    return () => {
      stop();
      resized.disconnect();
    };
  }, [marks, drawn]);
}

function centre(list: HTMLElement, row: HTMLElement | null): void {
  if (row === null) return;
  const below = row.getBoundingClientRect().top - list.getBoundingClientRect().top;
  list.scrollTop += below - list.clientHeight / 2;
}

/** The rows under their chapters, as far as they are drawn. */
function Rows({ player, outline, marks, search, drawn }: ListProps & { readonly drawn: number }) {
  const chapters = useMemo(() => byChapter(outline, marks), [outline, marks]);
  let before = 0;
  return (
    <div>
      {chapters.map(({ chapter, blocks, rows }) => {
        const here = drawn - before;
        before += rows;
        return (
          here > 0 && (
            <section key={chapter.entry} class="events-chapter">
              <h2>
                {chapter.title} <span class="events-time">{clockTime(player.offset(chapter.entry))}</span>
              </h2>
              {blocks.slice(0, Math.ceil(here / BLOCK)).map((block, number) => (
                <Block key={number} player={player} marks={block} search={search} />
              ))}
            </section>
          )
        );
      })}
    </div>
  );
}

interface BlockProps {
  readonly player: ReplayPlayer;
  readonly marks: readonly Mark[];
  readonly search: string;
}

/** Rows that the browser lays out together, or leaves out while they are out of sight: one by one costs it more. */
class Block extends Component<BlockProps> {
  override shouldComponentUpdate(next: BlockProps): boolean {
    return next.marks !== this.props.marks || next.search !== this.props.search;
  }

  override render({ player, marks, search }: BlockProps): JSX.Element {
    return (
      <ol class="events-block">
        {marks.map((mark, index) => (
          <Row key={index} mark={mark} at={player.offset(mark.entry)} search={search} />
        ))}
      </ol>
    );
  }
}

type Chapter = Outline["chapters"][number];

interface Part {
  readonly chapter: Chapter;
  readonly blocks: readonly (readonly Mark[])[];
  readonly rows: number;
}

/** Marks under the chapter they fall into; chapters without any are left out. */
function byChapter(outline: Outline, marks: readonly Mark[]): readonly Part[] {
  const groups: { chapter: Chapter; marks: Mark[] }[] = [];
  let next = 0;
  for (const mark of marks) {
    let began: Chapter | undefined;
    for (; (outline.chapters[next]?.entry ?? Infinity) <= mark.entry; next++) began = outline.chapters[next];
    const last = groups.at(-1);
    if (began !== undefined || last === undefined)
      groups.push({ chapter: began ?? { entry: 1, title: "The beginning" }, marks: [mark] });
    else last.marks.push(mark);
  }
  return groups.map(({ chapter, marks: inside }) => ({ chapter, blocks: inBlocks(inside), rows: inside.length }));
}

const BLOCK = 60;

const inBlocks = (marks: readonly Mark[]): readonly (readonly Mark[])[] =>
  Array.from({ length: Math.ceil(marks.length / BLOCK) }, (_, at) => marks.slice(at * BLOCK, (at + 1) * BLOCK));

const LANE_NAMES = new Map(LANES);

function Row({ mark, at, search }: { mark: Mark; at: number; search: string }) {
  const { entry, kind, lane, who = "", words, more = "" } = mark;
  const shape = SHAPES[kind];
  return (
    <li>
      <button type="button" class={`event event-${lane}`} data-entry={entry}>
        <span class="events-time">{clockTime(at)}</span>
        <svg class={`mark mark-${kind} mark-by-${lane}${shape.hollow ? " mark-hollow" : ""}`} viewBox="-8 -8 16 16" aria-hidden="true">
          <path d={`M0 0${shape.path}`} />
        </svg>
        <span class="event-words">
          <span class="unseen">
            {LANE_NAMES.get(lane)}
            {kind !== "notice" && `, ${shape.word}`}:{" "}
          </span>
          {who !== "" && <b>{kind === "message" ? `${who}:` : who}</b>} <Found words={words} search={search} />
          {more !== "" && (
            <span class="event-more">
              <Found words={more} search={search} />
            </span>
          )}
        </span>
      </button>
    </li>
  );
}

/** The words with what was searched for marked. */
function Found({ words, search }: { words: string; search: string }) {
  const [sought] = search.split(/\s+/).filter(Boolean);
  const at = sought === undefined ? -1 : words.toLowerCase().indexOf(sought.toLowerCase());
  if (sought === undefined || at < 0) return <>{words}</>;
  return (
    <>
      {words.slice(0, at)}
      <mark>{words.slice(at, at + sought.length)}</mark>
      {words.slice(at + sought.length)}
    </>
  );
}
