/**
 * Shows the customer what their agent points at: a ring around it and a bubble with the agent's words.
 *
 * It touches nothing of the page: no style, no focus. The ring lies above the page in an element of our own, with its
 * style sheet adopted (a strict content security policy allows that), and follows its target. It must not know why
 * something is pointed at, nor whether anybody else knows.
 */
import { autoUpdate, computePosition, flip, hide, offset, shift, type VirtualElement } from "@floating-ui/dom";

import type { Part } from "../shared/protocol.gen";
import tokens from "../shared/tokens.css";
import sheet from "./highlight.css";

export interface HighlightText {
  /** The button that hides it. */
  readonly close: string;
  /** "Maya points here" */
  by(name: string): string;
  /** "Maya points at: Card security code." As it is announced; without it, `by` and the name. */
  at?(name: string, target: string): string;
}

export interface Pointing {
  readonly words: readonly Part[];
  /** The agent's name. */
  readonly by: string;
  readonly text: HighlightText;
}

/** How far the ring stands off its target, and the bubble off the ring, in px. */
const GAP = 6;
const OFF = 14;
/** Screen readers miss what is said in the moment in which its region appears, in ms. */
const BEFORE_SPEAKING = 150;

/** Points at `target` until `clear` is called or the customer hides it; then, and only then, `onClear` is called. */
export function showHighlight(target: Element, pointing: Pointing, onClear: () => void): { clear(): void } {
  const page = framesAround(target).at(-1)?.ownerDocument ?? target.ownerDocument;
  const drawn = draw(page, pointing);
  page.body.append(drawn.host);
  raise(drawn.host);
  bringIntoView(target);
  const stop = follow(target, drawn);
  const speaking = setTimeout(() => void announce(drawn.announced, target, pointing), BEFORE_SPEAKING);
  const clear = (): void => {
    clearTimeout(speaking);
    stop();
    drawn.host.remove();
  };
  listen(drawn, target, () => {
    clear();
    onClear();
  });
  return { clear };
}

// --- what is drawn ---------------------------------------------------------------------------------------

interface Drawn {
  readonly host: HTMLElement;
  readonly ring: HTMLElement;
  readonly bubble: HTMLElement;
  readonly close: HTMLButtonElement;
  readonly announced: HTMLElement;
}

function draw(page: Document, { words, by, text }: Pointing): Drawn {
  const make = maker(page);
  const host = page.createElement("alongside-highlight");
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [tokens, sheet].map(adopted);
  const [ring, bubble, close] = [make("div", "ring"), make("div", "bubble"), make("button", "close", text.close)];
  close.type = "button";
  bubble.setAttribute("role", "region"); // a landmark: it stands outside those of the page
  bubble.setAttribute("aria-label", text.by(by));
  bubble.append(make("p", "by", text.by(by)), ...said(make, words), close);
  const announced = make("div", "announced");
  announced.setAttribute("aria-live", "polite");
  root.append(ring, bubble, announced);
  return { host, ring, bubble, close, announced };
}

type Make = <Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  name: string,
  words?: string,
) => HTMLElementTagNameMap[Tag];

function maker(page: Document): Make {
  return (tag, name, words = "") => {
    const made = page.createElement(tag);
    made.className = name;
    made.textContent = words;
    return made;
  };
}

function said(make: Make, words: readonly Part[]): readonly HTMLElement[] {
  const line = make("p", "words");
  line.append(...words.map((part) => (part.hidden ? make("span", "hidden", "•••") : make("span", "", part.text))));
  return words.some((part) => part.hidden || part.text) ? [line] : [];
}

function adopted(text: string): CSSStyleSheet {
  const made = new CSSStyleSheet();
  made.replaceSync(text);
  return made;
}

/** Above everything, dialogs of the page too, where the browser can. */
function raise(host: HTMLElement): void {
  if (typeof host.showPopover !== "function") return;
  host.popover = "manual";
  host.showPopover();
}

/** The lens knows the target's name without its value. It has been loaded: what is pointed at came from it. */
async function announce(region: HTMLElement, target: Element, pointing: Pointing): Promise<void> {
  const { spokenName } = await import("./lens/index");
  region.textContent = announcement(spokenName(target), pointing);
}

function announcement(name: string, { words, by, text }: Pointing): string {
  const points = text.at?.(by, name) ?? `${text.by(by)}: ${name}.`;
  return [name === "" ? `${text.by(by)}.` : points, ...words.map((part) => part.text ?? "")].join(" ").trim();
}

// --- where it is -----------------------------------------------------------------------------------------

function bringIntoView(target: Element): void {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  target.scrollIntoView({ block: "center", inline: "nearest", behavior: still ? "auto" : "smooth" });
}

/** Keeps ring and bubble at the target. Returns how to stop. */
function follow(target: Element, drawn: Drawn): () => void {
  const place: VirtualElement = { getBoundingClientRect: () => rectOf(target), contextElement: target };
  const inFrame = target.ownerDocument !== drawn.host.ownerDocument;
  return autoUpdate(place, drawn.bubble, () => void update(target, place, drawn), { animationFrame: inFrame });
}

async function update(target: Element, place: VirtualElement, { host, ring, bubble }: Drawn): Promise<void> {
  const { x, y, width, height } = rectOf(target);
  host.toggleAttribute("data-away", !target.isConnected || width + height === 0);
  moveTo(ring, x - GAP, y - GAP);
  ring.style.width = `${width + 2 * GAP}px`;
  ring.style.height = `${height + 2 * GAP}px`;
  const placed = await computePosition(place, bubble, {
    strategy: "fixed",
    placement: "bottom-start",
    middleware: [offset(OFF), flip({ padding: 12 }), shift({ padding: 12, crossAxis: true }), hide()],
  });
  moveTo(bubble, placed.x, placed.y);
  ring.style.visibility = placed.middlewareData.hide?.referenceHidden === true ? "hidden" : "";
}

function moveTo(element: HTMLElement, x: number, y: number): void {
  element.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
}

/** Where the target is in the outermost page: what is in a frame counts from the frame's corner. */
function rectOf(target: Element): DOMRect {
  const { x, y, width, height } = target.getBoundingClientRect();
  const frames = framesAround(target);
  const left = frames.reduce((sum, frame) => sum + frame.getBoundingClientRect().x + frame.clientLeft, x);
  const top = frames.reduce((sum, frame) => sum + frame.getBoundingClientRect().y + frame.clientTop, y);
  return new DOMRect(left, top, width, height);
}

/** The frames that the target is in, outwards, as far as they are of this origin. */
function framesAround(target: Element): readonly Element[] {
  const frame = target.ownerDocument.defaultView?.frameElement ?? null;
  return frame === null ? [] : [frame, ...framesAround(frame)];
}

// --- hiding it -------------------------------------------------------------------------------------------

/** Hidden by its button, or by Escape from within. The focus then goes back to where it came from. */
function listen({ host, bubble, close }: Drawn, target: Element, hideIt: () => void): void {
  let before: Element = target;
  const leave = (): void => {
    const hadFocus = host.shadowRoot?.activeElement !== null;
    hideIt();
    if (hadFocus) (before as HTMLElement).focus?.({ preventScroll: true });
  };
  bubble.addEventListener("focusin", (event) => (before = (event.relatedTarget as Element | null) ?? before));
  close.addEventListener("click", leave);
  bubble.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    leave();
  });
}
