/** The panel's frame: who one is talking to, making it small, ending, and what the connection has to say. */
import { useSignal } from "@preact/signals";
import { ChevronDown, CircleAlert, LogOut } from "lucide-preact";
import type { JSX, RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { type Help, useHelp } from "./context";
import { helperOf } from "./session";

export function openPanel({ attention, root }: Help): void {
  attention.open.value = true;
  requestAnimationFrame(() => root.querySelector<HTMLElement>(".panel")?.focus());
}

/** When a screen gives way to another one under the focus, the focus goes to the new one and not to the page. */
export function useKeptFocus(): RefObject<HTMLElement> {
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    const element = panel.current as HTMLElement;
    const root = element.getRootNode() as ShadowRoot;
    let inside = false;
    const into = (): void => void (inside = true);
    // Browsers differ in whether an element that is removed loses the focus with an event: look when it is over.
    const out = ({ target }: FocusEvent): void =>
      queueMicrotask(() => void (inside &&= root.activeElement !== null || !(target as Node).isConnected));
    const changed = new MutationObserver(() => {
      if (!inside || root.activeElement !== null || element.hidden) return;
      (element.querySelector<HTMLElement>("[role=region]") ?? element).focus();
    });
    element.addEventListener("focusin", into);
    element.addEventListener("focusout", out);
    changed.observe(element, { childList: true, subtree: true });
    return () => changed.disconnect();
  }, []);
  return panel;
}

export function Header({ onMinimise }: { onMinimise: () => void }): JSX.Element {
  const { session, words, info } = useHelp();
  const sure = useSignal(false);
  const view = session.view.value;
  const active = view?.session.status === "active";
  const name = active ? helperOf(view) : "";
  const close = (): void => {
    if (view?.session.status === "ended") session.forget();
    onMinimise();
  };
  return (
    <div class="header">
      {sure.value && active ? (
        <EndQuestion onDone={() => (sure.value = false)} />
      ) : (
        <>
          {name && <Face name={name} />}
          <h1 id="title">
            {name || words.frame.title(info.name)}
            {name && <Presence />}
          </h1>
          {active && (
            <button type="button" class="icon" title={words.frame.end} aria-label={words.frame.end} onClick={() => (sure.value = true)}>
              <LogOut size={20} aria-hidden="true" />
            </button>
          )}
          <button type="button" class="icon" title={words.frame.minimise} aria-label={words.frame.minimise} onClick={close}>
            <ChevronDown size={22} aria-hidden="true" />
          </button>
        </>
      )}
    </div>
  );
}

function Face({ name }: { name: string }): JSX.Element {
  return (
    <span class="face" aria-hidden="true">
      {name.slice(0, 1).toUpperCase()}
    </span>
  );
}

/** Below the name: the site, or that the helper's connection is away. */
function Presence(): JSX.Element {
  const { session, words, info } = useHelp();
  const away = session.connection.value?.presence.value?.agent === false;
  return <small>{away ? words.chat.away(helperOf(session.view.value)) : info.name}</small>;
}

function EndQuestion({ onDone }: { onDone: () => void }): JSX.Element {
  const { session, words } = useHelp();
  const no = useRef<HTMLButtonElement>(null);
  useEffect(() => no.current?.focus(), []);
  const end = (): void => {
    session.end();
    onDone();
  };
  return (
    <>
      <h1 id="title">{words.frame.end_sure}</h1>
      <button type="button" class="small danger" onClick={end}>
        {words.frame.end_yes}
      </button>
      <button type="button" class="small" ref={no} onClick={onDone}>
        {words.frame.end_no}
      </button>
    </>
  );
}

/** What is wrong just now, in plain words; nothing when all is well. */
export function Banner(): JSX.Element {
  return (
    <div class="banners" role="status">
      <Trouble />
    </div>
  );
}

function Trouble(): JSX.Element | null {
  const { session, words } = useHelp();
  const connection = session.connection.value;
  const state = connection?.state.value;
  if (state === "refused") return <Refused says={connection?.says.value ?? ""} />;
  const says =
    session.says.value ||
    (session.trouble.value && words.connection.unreachable) ||
    ((state === "waiting" || state === "unsaved") && words.connection[state]);
  if (!says) return state === "connecting" ? <p class="connecting">{words.connection.connecting}</p> : null;
  return (
    <p class="banner">
      <CircleAlert size={18} aria-hidden="true" /> {says}
    </p>
  );
}

function Refused({ says }: { says: string }): JSX.Element {
  const { session, words } = useHelp();
  return (
    <div class="banner">
      <CircleAlert size={18} aria-hidden="true" />
      <span>
        {says || words.connection.refused}{" "}
        <button type="button" class="inline" onClick={() => session.forget()}>
          {words.connection.again}
        </button>
      </span>
    </div>
  );
}
