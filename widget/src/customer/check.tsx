/**
 * An ID check as the customer meets it: a card in the chat, and the screen it opens, in the state the server says.
 *
 * It asks and shows; what is right the server's word. What is typed here goes out once and is kept nowhere. Fetched
 * when a helper first asks for a check.
 */
import { ArrowLeft, CircleCheck, LockKeyhole, ShieldCheck, Signpost } from "lucide-preact";
import { type Signal, useSignal } from "@preact/signals";
import type { ComponentChildren, JSX, RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { CheckAsked, CheckMethodOffer } from "../shared/protocol.gen";
import { Answering } from "./check_answer";
import { type Stage, useCheckWords } from "./check_stage";
import { Trying } from "./check_trying";
import { Begin, Ways } from "./check_ways";
import sheet from "./check.css";
import { useHelp } from "./context";
import { helperOf } from "./session";
import { adopt } from "./sheets";
import type { CheckWords } from "./words/checks";

const OPEN: ReadonlySet<CheckAsked["state"]> = new Set(["asked", "answering", "failed"]);

/** Whose identity it is about, where somebody acts for somebody else. */
function titleOf({ acting }: CheckAsked, name: string, words: CheckWords): string {
  return acting === "" ? words.asked(name) : words[acting];
}

/** In the chat: what is asked for and not answered yet. The screen opens only when the customer wants it. */
export function CheckCards({ opened }: { opened: Signal<string> }): JSX.Element {
  const { session, root } = useHelp();
  const words = useCheckWords();
  adopt(root, sheet);
  const view = session.view.value;
  const open = Object.values(view?.checks ?? {}).filter(({ state }) => OPEN.has(state));
  return (
    <div role="status" class="check-cards">
      {open.map((check) => (
        <section key={check.id} class="card" aria-labelledby={`${check.id}-card`}>
          <ShieldCheck size={28} aria-hidden="true" />
          <h2 id={`${check.id}-card`}>{check.acting === "" ? words.card : words[check.acting]}</h2>
          <p class="hint">{check.why || words.why}</p>
          <OpenCheck check={check} opened={opened} />
        </section>
      ))}
    </div>
  );
}

function OpenCheck({ check, opened }: { check: CheckAsked; opened: Signal<string> }): JSX.Element {
  const words = useCheckWords();
  return (
    <button type="button" class="primary" onClick={() => (opened.value = check.id)}>
      {check.acting === "acted-for" ? words.open_other : words.open}
    </button>
  );
}

export function CheckScreen({ opened }: { opened: Signal<string> }): JSX.Element {
  const { session, root } = useHelp();
  const words = useCheckWords();
  adopt(root, sheet);
  const id = opened.value;
  const check = session.view.value?.checks[id];
  const state = check?.state ?? "expired";
  const back = (): void => void (opened.value = "");
  return (
    <div class="body" tabIndex={0} role="region" aria-labelledby="check-title">
      <div class="check">
        {check && OPEN.has(state) ? (
          <>
            <button type="button" class="quiet back" onClick={back}>
              <ArrowLeft size={18} aria-hidden="true" /> {words.back}
            </button>
            <Asked key={id} check={check} />
          </>
        ) : (
          <Over state={state} check={check} opened={opened} />
        )}
      </div>
    </div>
  );
}

function Asked({ check }: { check: CheckAsked }): JSX.Element {
  const { session } = useHelp();
  const words = useCheckWords();
  const name = helperOf(session.view.value);
  const trying = useRef(new Trying(session, check.id)).current;
  const stage = useSignal<Stage>(check.method === null || check.method === "signed" ? "ways" : "answer");
  const way = useSignal<CheckMethodOffer | undefined>(check.methods.find(({ method }) => method === check.method));
  const heading = useHeading(stage.value);
  const go = (to: Stage, by = way.value): void => {
    trying.forget();
    way.value = by;
    stage.value = to;
  };
  const common = { check, trying, go };
  return (
    <>
      <Heading place={heading} title={titleOf(check, name, words)}>
        {stage.value === "ways" && <p>{check.why || words.why}</p>}
        {check.acting !== "" && <p class="check-acting">{words.acting_note[check.acting]}</p>}
        {stage.value !== "rather_not" && (
          <p class="check-private">
            <LockKeyhole size={18} aria-hidden="true" /> <span>{words.private(name)}</span>
          </p>
        )}
      </Heading>
      {stage.value === "ways" && <Ways {...common} />}
      {stage.value === "begin" && way.value && <Begin {...common} way={way.value} />}
      {stage.value === "answer" && way.value && <Answering {...common} way={way.value} />}
      {stage.value === "rather_not" && <RatherNot check={check} onBack={() => go("ways")} />}
      {stage.value !== "rather_not" && (
        <div class="check-others">
          {stage.value !== "ways" && (
            <button type="button" class="quiet" onClick={() => go("ways")}>
              {words.other}
            </button>
          )}
          <button type="button" class="quiet" onClick={() => go("rather_not")}>
            {words.rather_not}
          </button>
        </div>
      )}
    </>
  );
}

interface HeadingProps {
  readonly place: RefObject<HTMLHeadingElement>;
  readonly title: string;
  readonly children: ComponentChildren;
}

function Heading({ place, title, children }: HeadingProps): JSX.Element {
  return (
    <>
      <h2 id="check-title" tabIndex={-1} ref={place}>
        {title}
      </h2>
      {children}
    </>
  );
}

/** The focus comes to the heading when the screen opens under it; when it turns to fields, to the first of them. */
function useHeading(stage: string): RefObject<HTMLHeadingElement> {
  const { root } = useHelp();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (root.activeElement === null && document.activeElement !== root.host) return;
    const field = heading.current?.parentElement?.querySelector<HTMLElement>(".check-input");
    (field ?? heading.current)?.focus();
  }, [stage]);
  return heading;
}

function RatherNot({ check, onBack }: { check: CheckAsked; onBack: () => void }): JSX.Element {
  const { session } = useHelp();
  const words = useCheckWords();
  return (
    <section class="check-way" aria-labelledby="rather-not">
      <h3 id="rather-not">{words.rather_not_title}</h3>
      <OtherWay check={check} lead={words.rather_not_lead} />
      <button type="button" class="secondary" onClick={() => void session.send({ do: "check.decline", check: check.id })}>
        {words.rather_not_yes}
      </button>
      <button type="button" class="quiet" onClick={onBack}>
        {words.on_with_it}
      </button>
    </section>
  );
}

/** The other way to be helped, as the organisation says it; else that the helper knows one. */
function OtherWay({ check, lead }: { check: CheckAsked | undefined; lead: string }): JSX.Element {
  const words = useCheckWords();
  return (
    <>
      <p>{lead}</p>
      <p class="check-other">
        <Signpost size={20} aria-hidden="true" /> <span>{check?.other_way || words.other_way}</span>
      </p>
    </>
  );
}

const ICONS = { passed: CircleCheck, locked: Signpost } as const;

interface OverProps {
  readonly state: string;
  readonly check: CheckAsked | undefined;
  readonly opened: Signal<string>;
}

/** What came of it, and what now: where two checks belong together, the other one. */
function Over({ state, check, opened }: OverProps): JSX.Element {
  const { session } = useHelp();
  const words = useCheckWords();
  const heading = useHeading(state);
  const how = state === "passed" || state === "locked" ? state : "over";
  const Icon = how === "over" ? ShieldCheck : ICONS[how];
  const others = Object.values(session.view.value?.checks ?? {});
  const next = how === "passed" ? others.find((other) => other.id !== check?.id && OPEN.has(other.state)) : undefined;
  const passed = next ? words.passed_next : words.passed_lead(helperOf(session.view.value));
  const lead = how === "passed" ? passed : words[`${how}_lead`];
  return (
    <div class={`check-end ${how}`}>
      <Icon size={32} aria-hidden="true" />
      <Heading place={heading} title={words[how]}>
        <p role="status">{lead}</p>
      </Heading>
      {how === "locked" && <OtherWay check={check} lead={words.locked_next} />}
      {next && <OpenCheck check={next} opened={opened} />}
      <button type="button" class={next ? "quiet" : "primary"} onClick={() => (opened.value = "")}>
        {words.back}
      </button>
    </div>
  );
}
