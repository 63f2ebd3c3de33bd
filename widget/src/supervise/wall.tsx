/**
 * The wall: every running session within a supervisor's reach, those that need somebody first.
 *
 * A table, which on a phone becomes cards. While somebody reads in it its order stands still; what comes to need
 * attention is said once, and at most every few seconds. It draws what it is told and knows no rule of a session.
 */

import { type JSX, render } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { CircleAlert, Clock, Coffee, Eye, Share2, TriangleAlert } from "lucide-preact";

import { clock, keepTime } from "../agent/clock";
import { counted, customerTitle, duration, FAMILIARITY, languageName } from "../agent/words";
import type { ConsoleInfo, WallRow } from "../shared/protocol.gen";
import { type Choice, chosen, held, need, type Order, ORDERS, reasons, since, waits } from "./attention";
import { WallLine } from "./wall_line";

interface Parts {
  readonly me: ConsoleInfo;
  readonly line: WallLine;
}

function Wall({ me, line }: Parts): JSX.Element {
  const [choice, setChoice] = useState(choiceIn(location.search));
  useEffect(() => history.replaceState(null, "", addressOf(choice)), [choice]);
  const all = [...line.rows.value.values()];
  const fitting = chosen(all, choice, clock.value);
  return (
    <>
      <header class="wall-head">
        <h1>Live</h1>
        <Tally rows={fitting} state={line.state.value} />
      </header>
      <Filters me={me} rows={all} choice={choice} choose={setChoice} />
      <Standing line={line} />
      <Sessions me={me} line={line} rows={fitting} all={all.length} order={choice.order} clear={() => setChoice(ANY)} />
      {line.unlisted.value > 0 && (
        <p class="wall-more">
          {line.unlisted.value} more run than this page shows. Give an account fewer sites, or teams, to see fewer.
        </p>
      )}
      <Announced rows={fitting} />
    </>
  );
}

// --- above the table ------------------------------------------------------------------------------------

function Tally({ rows, state }: { rows: readonly WallRow[]; state: string }) {
  if (state === "loading") return <p class="wall-tally">Looking what runs…</p>;
  const waiting = rows.filter(waits).length;
  const needy = rows.filter((row) => need(row, clock.value) === 2).length;
  return (
    <p class="wall-tally">
      <span>{counted(rows.length, "session", "sessions")}</span>
      <span>{waiting} waiting</span>
      <span class={needy > 0 ? "wall-needy" : ""}>{needy} to look at now</span>
    </p>
  );
}

interface FiltersProps {
  readonly me: ConsoleInfo;
  readonly rows: readonly WallRow[];
  readonly choice: Choice;
  readonly choose: (choice: Choice) => void;
}

function Filters({ me, rows, choice, choose }: FiltersProps) {
  const sites = Object.fromEntries(Object.entries(me.sites).map(([id, site]) => [id, site.name]));
  const teams = named(rows.flatMap((row) => row.teams.map((team) => [team, team])), choice.team);
  const agents = named(rows.filter((row) => row.agent).map((row) => [row.agent, row.agent_name]), choice.agent);
  const pick = (name: keyof Choice) => (value: string) => choose({ ...choice, [name]: value });
  return (
    <form class="wall-filters" aria-label="Which sessions, in which order" onSubmit={(event) => event.preventDefault()}>
      <Select label="Site" any="All sites" options={sites} value={choice.site} pick={pick("site")} />
      <Select label="Team" any="All teams" options={teams} value={choice.team} pick={pick("team")} />
      <Select label="Agent" any="All agents" options={agents} value={choice.agent} pick={pick("agent")} />
      <Select label="First" options={ORDERS} value={choice.order} pick={pick("order")} />
    </form>
  );
}

interface SelectProps {
  readonly label: string;
  readonly any?: string;
  readonly options: Readonly<Record<string, string>>;
  readonly value: string;
  readonly pick: (value: string) => void;
}

function Select({ label, any, options, value, pick }: SelectProps) {
  return (
    <label>
      <span>{label}</span>
      <select value={value} onChange={(event) => pick(event.currentTarget.value)}>
        {any !== undefined && <option value="">{any}</option>}
        {Object.entries(options).map(([id, name]) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

/** By name, each once; what is chosen stays there though nobody of it is left. */
function named(pairs: readonly (readonly string[])[], kept: string): Readonly<Record<string, string>> {
  const all = new Map(pairs.map(([id, name]) => [id ?? "", name ?? ""]));
  if (kept !== "" && !all.has(kept)) all.set(kept, kept);
  return Object.fromEntries([...all].sort(([, one], [, other]) => one.localeCompare(other)));
}

function Standing({ line }: { line: WallLine }) {
  const state = line.state.value;
  return (
    <div role="status">
      {state === "waiting" && <p class="wall-banner">The connection is away. What is shown may be old; we keep trying.</p>}
      {state === "refused" && <p class="wall-banner">{line.says.value}</p>}
    </div>
  );
}

// --- the table ------------------------------------------------------------------------------------------

interface SessionsProps extends Parts {
  readonly rows: readonly WallRow[];
  readonly all: number;
  readonly order: Order;
  readonly clear: () => void;
}

function Sessions({ me, line, rows, all, order, clear }: SessionsProps) {
  const { place, still } = useReading(order);
  const shown = useRef<readonly string[]>([]);
  const listed = still ? held(rows, shown.current) : rows;
  shown.current = listed.map(({ session }) => session);
  if (rows.length === 0) return line.state.value === "loading" ? null : <Nobody filtered={all > 0} clear={clear} />;
  return (
    <div class="wall-place" ref={place}>
      <table class="wall-table" role="table">
        <caption class="unseen">Running sessions: {ORDERS[order]} first</caption>
        <thead role="rowgroup">
          <tr role="row">
            <th scope="col" role="columnheader">Customer</th>
            <th scope="col" role="columnheader">Since</th>
            <th scope="col" role="columnheader">Where they are</th>
            <th scope="col" role="columnheader">Why to look</th>
            <th scope="col" role="columnheader">Agent</th>
            <th scope="col" role="columnheader">
              <span class="unseen">Watch</span>
            </th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {listed.map((row) => (
            <Row key={row.session} row={row} me={me} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ row, me }: { row: WallRow; me: ConsoleInfo }) {
  const now = clock.value;
  const why = reasons(row, now);
  const title = customerTitle(row);
  return (
    <tr role="row" class={`wall-row need-${why[0]?.need ?? 0}`}>
      <th scope="row" role="rowheader">
        <span class="wall-goal">{title}</span>
        <span class="wall-facts">
          <span>{me.sites[row.site]?.name ?? row.site}</span>
          <span>{FAMILIARITY[row.familiarity]}</span>
          {row.language !== "en" && <span>{languageName(row.language)}</span>}
          {row.practice && <span class="practice-mark">Practice</span>}
        </span>
      </th>
      <td role="cell" data-label="Since">
        <span class="wall-since">
          <Clock size="1em" aria-hidden="true" /> {waits(row) ? "waits" : "helped"} {duration(now - since(row))}
        </span>
      </td>
      <td role="cell" data-label="Where they are">
        <Where row={row} />
      </td>
      <td role="cell" data-label="Why to look">
        {why.length === 0 ? <span class="wall-fine">Nothing stands out</span> : <Why why={why} />}
      </td>
      <td role="cell" data-label="Agent">
        <Helper row={row} />
      </td>
      <td role="cell" class="wall-watch">
        <a class="button" href={`/live/${encodeURIComponent(row.session)}`}>
          <Eye size="1.1em" aria-hidden="true" /> {row.agent === me.id ? "Go on" : "Watch"} <span class="unseen">{title}</span>
        </a>
      </td>
    </tr>
  );
}

function Where({ row: { standing } }: { row: WallRow }) {
  const shared = standing?.shared ?? "no";
  return (
    <>
      {standing?.step && (
        <span class="wall-step">
          {standing.step}
          {standing.steps > 1 && <span class="wall-count">{` step ${standing.place} of ${standing.steps}`}</span>}
        </span>
      )}
      <span class={`wall-shared shared-${shared}`}>
        <Share2 size="1em" aria-hidden="true" /> {SHARED[shared]}
      </span>
    </>
  );
}

const SHARED = { no: "Chat only", asked: "Asked to share", yes: "Shares their steps" } as const;

function Why({ why }: { why: ReturnType<typeof reasons> }) {
  return (
    <ul class="wall-why">
      {why.map((each) => (
        <li key={each.words} class={`why-${each.need}`}>
          {each.need === 2 ? <TriangleAlert size="1em" aria-hidden="true" /> : <CircleAlert size="1em" aria-hidden="true" />}
          {each.words}
        </li>
      ))}
    </ul>
  );
}

function Helper({ row }: { row: WallRow }) {
  return (
    <>
      <span>{row.agent_name || (row.status === "coded" ? "Reads out a code" : "Nobody yet")}</span>
      {row.watchers > 0 && (
        <span class="wall-watched">
          <Eye size="1em" aria-hidden="true" /> {counted(row.watchers, "watches", "watch")}
        </span>
      )}
    </>
  );
}

function Nobody({ filtered, clear }: { filtered: boolean; clear: () => void }) {
  return (
    <div class="wall-empty">
      <Coffee size="2em" aria-hidden="true" />
      <h2>{filtered ? "No running session fits" : "No session runs now"}</h2>
      <p>{filtered ? "Others run that you chose not to see." : "Whoever asks for help shows up here by itself."}</p>
      {filtered && (
        <button type="button" onClick={clear}>
          Show all
        </button>
      )}
    </div>
  );
}

/** While the keyboard or the pointer is among the rows they stay where they are; another order is taken at once. */
function useReading(order: Order) {
  const place = useRef<HTMLDivElement>(null);
  const [reading, setReading] = useState(false);
  const before = useRef(order);
  const still = reading && before.current === order;
  before.current = order;
  useEffect(() => {
    const look = (): void => {
      const here = place.current;
      setReading(here !== null && (here.contains(document.activeElement) || here.matches(":hover")));
    };
    const events = ["focusin", "focusout", "pointerover", "pointerout"] as const;
    const later = (): void => void requestAnimationFrame(look);
    for (const name of events) document.addEventListener(name, later);
    return () => events.forEach((name) => document.removeEventListener(name, later));
  }, []);
  return { place, still };
}

// --- for who does not see the screen --------------------------------------------------------------------

/** Milliseconds between two announcements. */
const PAUSE = 15_000;

/** Says how many sessions have come to need attention since it last spoke. Nothing is said of what was there. */
function Announced({ rows }: { rows: readonly WallRow[] }) {
  const [said, say] = useState("");
  const known = useRef<Set<string> | null>(null);
  const spoke = useRef(0);
  const needy = useMemo(() => rows.filter((row) => need(row, clock.value) === 2), [rows]);
  useEffect(() => {
    known.current ??= new Set(needy.map(({ session }) => session));
    const news = needy.filter(({ session }) => !known.current?.has(session));
    if (news.length === 0 || Date.now() - spoke.current < PAUSE) return;
    spoke.current = Date.now();
    for (const { session } of news) known.current.add(session);
    const [first] = news;
    say(news.length === 1 && first ? `Look at: ${customerTitle(first)}` : `${news.length} more sessions to look at`);
  });
  return (
    <p role="status" class="unseen">
      {said}
    </p>
  );
}

// --- the address ----------------------------------------------------------------------------------------

const ANY: Choice = { site: "", team: "", agent: "", order: "need" };

function choiceIn(search: string): Choice {
  const given = new URLSearchParams(search);
  const order = given.get("order") ?? "";
  return {
    site: given.get("site") ?? "",
    team: given.get("team") ?? "",
    agent: given.get("agent") ?? "",
    order: order in ORDERS ? (order as Order) : "need",
  };
}

function addressOf(choice: Choice): string {
  const given = Object.entries(choice).filter(([name, value]) => value !== ANY[name as keyof Choice]);
  const query = new URLSearchParams(given).toString();
  return location.pathname + (query && `?${query}`);
}

function start(): void {
  const me = JSON.parse(document.getElementById("console-info")?.textContent ?? "") as ConsoleInfo;
  const root = document.getElementById("live");
  if (root === null) throw new Error("The page has no place for the wall.");
  keepTime();
  root.replaceChildren(); // "Loading…"
  render(<Wall me={me} line={new WallLine()} />, root);
}

start();
