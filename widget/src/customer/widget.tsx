/** The widget as a whole: the Help button, the panel with the screen that fits the session, and the sharing mark. */
import { type Signal, useSignal } from "@preact/signals";
import type { ComponentType, JSX } from "preact";
import { Conversation } from "./chat";
import { Composer } from "./composer";
import { useHelp } from "./context";
import { Banner, Header, useKeptFocus } from "./frame";
import { later } from "./later";
import { Launcher } from "./launcher";
import { QueueCard } from "./queue";
import { StartScreen } from "./request";
import { helperOf } from "./session";
import { SharingMark } from "./sharing_mark";

const CheckCards = later(() => import("./check"), "CheckCards");
const CheckScreen = later(() => import("./check"), "CheckScreen");
const CodeScreen = later(() => import("./screens"), "CodeScreen");
const ConsentScreen = later(() => import("./consent"), "ConsentScreen");
const GoodbyeScreen = later(() => import("./screens"), "GoodbyeScreen");

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
  const checking = useSignal("");
  const panel = useKeptFocus();
  return (
    <section
      ref={panel}
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
      <Screen offering={offering} checking={checking} />
      {open && <SharingMark />}
    </section>
  );
}

/** What fits the session's state just now. */
function Screen({ offering, checking }: { offering: Signal<boolean>; checking: Signal<string> }): JSX.Element | null {
  const { session } = useHelp();
  const view = session.view.value;
  const status = view?.session.status;
  const asked = view?.consent.state === "asked";
  if (session.connection.value === null || status === "new") return <Body part={StartScreen} />;
  if (view === null) return null;
  if (status === "ended") return <Body part={GoodbyeScreen} />;
  if (checking.value) return <CheckScreen opened={checking} />;
  if (asked || offering.value) {
    return <ConsentScreen by={asked ? view.consent.by : ""} onDone={() => (offering.value = false)} />;
  }
  if (status === "coded") return <Body part={CodeScreen} />;
  return (
    <>
      <Conversation>
        {status === "waiting" && <QueueCard />}
        {Object.keys(view.checks ?? {}).length > 0 && <CheckCards opened={checking} />}
      </Conversation>
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
  const { sharing, session, words } = useHelp();
  if (sharing.on.value || session.view.value?.consent.state === "given" || helperOf(session.view.value) === "") return null;
  return (
    <button type="button" class="offer" onClick={onOffer}>
      {words.chat.offer}
    </button>
  );
}
