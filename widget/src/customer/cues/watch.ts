/**
 * The edge to the page: listens, passively, and tells of cues and faults as they are noticed.
 *
 * A listener only takes a mark. What it means is found out in an idle moment; between page loads the tally is kept in
 * the tab's storage. Nothing is sent from here, and nothing of the page is changed.
 */
import type { CueLimits, Fault } from "../../shared/protocol.gen";
import { follow } from "./detect";
import { faultOf, isPagesError } from "./faults";
import { fieldAt, fieldKey, isShort, placeOf, SENDS, stepKey, wrongFields } from "./looking";
import { type Mark, NOTHING, type Noticed, type Tally } from "./marks";

export interface FoundCue {
  readonly kind: Noticed["kind"];
  /** The field it is about, if it is still there. */
  readonly field: Element | null;
}

export interface Options {
  readonly site: string;
  /** Origin of the Alongside server. */
  readonly ours: string;
  readonly limits: CueLimits;
  /** Requests that were over before are left out: by performance.now(). */
  readonly since: number;
  readonly found: (cues: readonly FoundCue[], faults: readonly Fault[]) => void;
}

export interface TroubleWatch {
  /** When a key was last pressed, by Date.now(). */
  readonly typedAt: () => number;
  readonly stop: (forget?: boolean) => void;
}

/** A page answers within so many ms, first or last; a field is typed into until it has been left alone for PAUSE. */
const LOOKS = [300, 1_200, 4_000] as const;
const PAUSE = 1_500;
/** So many marks wait for an idle moment; more say nothing new. */
const MOST = 200;
/** So many fields are remembered between two page loads. */
const FIELDS = 100;

/** A form that is sent takes the page with it; so many ms later it has not, a download say. */
const LEAVING = 30_000;

type Raw = readonly [event: Event, at: number, target: EventTarget | null];

export function watchTrouble({ site, ours, limits, since, found }: Options): TroubleWatch {
  const key = `alongside.${site}.cues`;
  const undo: (() => void)[] = [];
  const elements = new Map<string, WeakRef<Element>>();
  const anew = new Set<Element>();
  const faults = new Map<string, Fault>();
  const broken: { message: string; from: string }[] = [];
  const timers = new Set<number>();
  let tally = kept(key);
  let raw: Raw[] = [];
  let cues: FoundCue[] = [];
  let planned = false;
  let typedAt = 0;
  let activeAt = 0;
  let sentAt = 0;
  let leavingAt = 0;

  // --- listening: a mark, and no more ---

  function hear(on: EventTarget, names: string, heard: (event: Event) => void): void {
    const listener = (event: Event): void => quietly(() => heard(event));
    for (const name of names.split(" ")) {
      on.addEventListener(name, listener, { capture: true, passive: true });
      undo.push(() => on.removeEventListener(name, listener, true));
    }
  }

  function mark(event: Event): void {
    if (/^alongside-/.test((event.target as Element).localName ?? "")) return; // our own buttons and boxes
    if (raw.length < MOST) raw.push([event, Date.now(), event.composedPath()[0] ?? null]);
    soon();
  }

  hear(document, "focusin focusout change submit click pointerdown invalid", mark);
  hear(document, "input", (event) => {
    typedAt = Date.now();
    mark(event);
  });
  hear(document, "keydown scroll", () => void (activeAt = Date.now()));
  hear(window, "popstate hashchange", mark);
  hear(window, "error", (event) => {
    const { message = "", filename = "", error } = event as ErrorEvent;
    if (event.target === window) broke(message, `${filename} ${stackOf(error)}`);
  });
  hear(window, "unhandledrejection", ({ reason }: Event & { reason?: unknown }) => broke(messageOf(reason), stackOf(reason)));
  hear(window, "offline", () => fault({ kind: "offline" }));
  hear(window, "pagehide", () => digest(false));
  hear(window, "pageshow", (event) => {
    leavingAt = 0; // back from the browser's page cache
    mark(event);
  });
  hear(document, "visibilitychange", () => void (activeAt = Date.now()));

  function broke(message: string, from: string): void {
    if (broken.length < MOST) broken.push({ message, from });
    soon();
  }

  /** A page that judges a field again says so with this attribute, if only for a moment. */
  const judgements = new MutationObserver((records) => {
    for (const { target } of records) anew.add(target as Element);
  });
  judgements.observe(document, { subtree: true, attributeFilter: ["aria-invalid"] });

  const observer = new PerformanceObserver((list) =>
    quietly(() => {
      for (const entry of list.getEntries() as PerformanceResourceTiming[]) {
        if (entry.startTime + entry.duration < since) continue;
        const seen = faultOf(entry, { page: location.origin, ours, slowSeconds: limits.slow_seconds });
        if (seen !== null) fault(seen);
      }
    }),
  );
  for (const type of ["resource", "navigation"]) quietly(() => observer.observe({ type, buffered: true }));

  // --- finding out, when there is time ---

  function fault(seen: Fault): void {
    const name = [seen.kind, seen.host, seen.status].join();
    const before = faults.get(name);
    const millis = Math.max(seen.millis ?? 0, before?.millis ?? 0);
    faults.set(name, { ...seen, count: Math.min(1_000, (before?.count ?? 0) + 1), ...(millis && { millis }) });
    soon();
  }

  function soon(): void {
    if (planned) return;
    planned = true;
    const go = (): void => quietly(() => digest(true));
    if ("requestIdleCallback" in window) requestIdleCallback(go, { timeout: 1_000 });
    else later(go, 50);
  }

  /** What was marked, understood; `stay`: the page does, and may be looked at. */
  function digest(stay: boolean): void {
    planned = false;
    const marks = raw;
    raw = [];
    let look = false;
    for (const each of marks) look = understood(each) || look;
    for (const { message, from } of broken.splice(0)) if (isPagesError(message, from, ours)) fault({ kind: "script_error" });
    if (stay && look) for (const wait of LOOKS) later(lookAround, wait);
    keep();
    tell();
    if (stay) planWaiting();
  }

  /** Takes one mark; whether the page is worth a look after it. */
  function understood([event, at, target]: Raw): boolean {
    const kind = event.type;
    const field = fieldAt(target);
    const { clientX: x, clientY: y } = event as MouseEvent;
    if (kind === "focusin" && field) take({ at, mark: "field", field: keyOf(field), short: isShort(field) });
    else if (kind === "input" && field) take({ at, mark: "typed", field: keyOf(field) });
    else if (kind === "pointerdown") take({ at, mark: "click", x, y, on: placeOf(target) });
    else if (kind === "submit" || (kind === "click" && sends(target))) {
      sentAt = at;
      if (kind === "submit" && !event.defaultPrevented) leavingAt = at;
      take({ at, mark: "sent" });
    }
    return !/focusin|input|pointerdown/.test(kind);
  }

  function lookAround(): void {
    const now = Date.now();
    if (now - leavingAt < LEAVING) return; // the next page tells
    const step = stepKey(document);
    if (step !== tally.trail.at(-1)) take({ at: now, mark: "step", step });
    const wrong = wrongFields(document);
    const focus = document.activeElement;
    const typing = now - typedAt < PAUSE && focus ? keyOf(focus) : "";
    const fields = new Set(wrong.map(keyOf).filter((each) => each !== typing));
    if (typing && tally.wrong.includes(typing)) fields.add(typing); // stays as it was until they pause
    if (typing) later(lookAround, PAUSE);
    const news = [...fields].some((each) => !tally.wrong.includes(each));
    if (tally.sent && !news && now - sentAt < (LOOKS.at(-1) as number)) return; // it may still say yes or no
    const again = [...anew].map(keyOf).filter((each) => each !== typing);
    for (const each of anew) if (keyOf(each) !== typing) anew.delete(each);
    take({ at: now, mark: "wrong", fields: [...fields], anew: again });
    keep();
    tell();
    planWaiting();
  }

  function take(next: Mark): void {
    const [after, noticed] = follow(tally, next, limits);
    tally = after;
    for (const { kind, field = "" } of noticed) cues.push({ kind, field: elements.get(field)?.deref() ?? null });
  }

  let waiting = 0;
  /** Looks again when they would have been idle for long enough. */
  function planWaiting(): void {
    window.clearTimeout(waiting);
    if (tally.wrong.length === 0 || tally.idled) return;
    const due = Math.max(tally.active, activeAt) + limits.idle_seconds * 1_000 - Date.now();
    waiting = window.setTimeout(() => quietly(waited), Math.max(500, due));
  }

  function waited(): void {
    if (activeAt > tally.active) take({ at: activeAt, mark: "active" });
    if (!document.hidden) take({ at: Date.now(), mark: "tick" });
    tell();
    planWaiting();
  }

  function tell(): void {
    if (cues.length === 0 && faults.size === 0) return;
    const [seen, failed] = [cues, [...faults.values()]];
    cues = [];
    faults.clear();
    quietly(() => found(seen, failed));
  }

  // --- odds and ends ---

  function keyOf(field: Element): string {
    const name = fieldKey(field);
    elements.set(name, new WeakRef(field));
    return name;
  }

  function later(go: () => void, wait: number): void {
    const timer = window.setTimeout(() => {
      timers.delete(timer);
      quietly(go);
    }, wait);
    timers.add(timer);
  }

  function keep(): void {
    const { errors, visits } = tally;
    const few = <T>(of: Readonly<Record<string, T>>): Record<string, T> => Object.fromEntries(Object.entries(of).slice(-FIELDS));
    quietly(() => sessionStorage.setItem(key, JSON.stringify({ ...tally, errors: few(errors), visits: few(visits) })));
  }

  later(lookAround, LOOKS[0]);
  return {
    typedAt: () => Math.max(typedAt, activeAt),
    stop: (forget = false) => {
      for (const each of undo.splice(0)) each();
      observer.disconnect();
      judgements.disconnect();
      for (const timer of timers) window.clearTimeout(timer);
      window.clearTimeout(waiting);
      if (forget) quietly(() => sessionStorage.removeItem(key));
    },
  };
}

const sends = (target: EventTarget | null): boolean => {
  const button = target instanceof Element ? target.closest<HTMLButtonElement>(SENDS) : null;
  return button?.form != null;
};

function kept(key: string): Tally {
  try {
    return { ...NOTHING, ...(JSON.parse(sessionStorage.getItem(key) ?? "{}") as Partial<Tally>) };
  } catch {
    return NOTHING;
  }
}

const stackOf = (error: unknown): string => String((error as Error | null)?.stack ?? "");
const messageOf = (error: unknown): string => String((error as Error | null)?.message ?? "");

/** Whatever goes wrong here, the page goes on. */
function quietly(action: () => void): void {
  try {
    action();
  } catch {
    // Without a cue there is still the Help button.
  }
}
