/** The widget as a whole: the Help button, the panel with the screen that fits the session, and the sharing mark. */
import { type Signal, useSignal } from "@preact/signals";
import type { ComponentType, JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Conversation } from "./chat";
import { CodeScreen } from "./code";
import { Composer } from "./composer";
import { useHelp } from "./context";
import { Banner, Header } from "./frame";
import { GoodbyeScreen } from "./goodbye";
import { Launcher } from "./launcher";
import { QueueCard } from "./queue";
import { StartScreen } from "./request";
import { helperOf } from "./session";
import { SharingMark } from "./sharing";

export function Widget(): JSX.Element {
  const { attention, root } = useHelp();
  const open = attention.open.value;
  const minimise = (): void => {
    attention.open.value = false;
    requestAnimationFrame(() => root.querySelector<HTMLElement>(".launcher")?.focus());
  };
  return (
    <div class={open ? "widget open" : "widget"}>
      <PanelDialog open={open} onMinimise={minimise} />
      {!open && <Launcher />}
      {!open && <SharingMark />}
    </div>
  );
}

function PanelDialog({ open, onMinimise }: { open: boolean; onMinimise: () => void }): JSX.Element {
  const offering = useSignal(false);
  return (
    <section
      class="panel"
      role="dialog"
      aria-labelledby="title"
      tabIndex={-1}
      hidden={!open}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onMinimise();
      }}
    >
      <Header onMinimise={onMinimise} />
      <Banner />
      <Screen offering={offering} />
      {open && <SharingMark />}
    </section>
  );
}

/** What fits the session's state just now. */
function Screen({ offering }: { offering: Signal<boolean> }): JSX.Element | null {
  const { session } = useHelp();
  const view = session.view.value;
  const status = view?.session.status;
  const asked = view?.consent.state === "asked";
  if (session.connection.value === null || status === "new") return <Body part={StartScreen} />;
  if (view === null) return null;
  if (status === "ended") return <Body part={GoodbyeScreen} />;
  if (asked || offering.value) {
    return <Consent by={asked ? view.consent.by : ""} onDone={() => (offering.value = false)} />;
  }
  if (status === "coded") return <Body part={CodeScreen} />;
  return (
    <>
      <Conversation>{status === "waiting" && <QueueCard />}</Conversation>
      {status === "active" && <Offer onOffer={() => (offering.value = true)} />}
      <Composer />
    </>
  );
}

function Body({ part: Part }: { part: ComponentType }): JSX.Element {
  const { words, info } = useHelp();
  return (
    <div class="body" tabIndex={0} role="region" aria-label={words.frame.title(info.name)}>
      <Part />
    </div>
  );
}

/** The customer offers to share, while nobody has asked. */
function Offer({ onOffer }: { onOffer: () => void }): JSX.Element | null {
  const { lens, session, words } = useHelp();
  if (lens.on.value || session.view.value?.consent.state === "given" || helperOf(session.view.value) === "") return null;
  return (
    <button type="button" class="offer" onClick={onOffer}>
      {words.chat.offer}
    </button>
  );
}

type ConsentProps = { by: string; onDone: () => void };

/** The consent question is a part of its own, fetched when it is first asked. */
function Consent(props: ConsentProps): JSX.Element {
  const { words } = useHelp();
  const loaded = useSignal<ComponentType<ConsentProps> | "failed" | null>(null);
  const alive = useRef(true);
  useEffect(() => {
    import("./consent").then(
      (module) => alive.current && (loaded.value = module.ConsentScreen),
      () => alive.current && (loaded.value = "failed"),
    );
    return () => void (alive.current = false);
  }, []);
  const Loaded = loaded.value;
  if (Loaded !== null && Loaded !== "failed") return <Loaded {...props} />;
  return (
    <div class="body" role="status">
      <p>{Loaded === "failed" ? words.consent.unreadable : words.consent.reading}</p>
    </div>
  );
}
