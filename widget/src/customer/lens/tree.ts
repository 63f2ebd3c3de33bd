/**
 * The page as a person meets it: one tree across shadow roots, slots and same-origin frames.
 *
 * Knows nothing of forms. A frame of another origin, and a closed shadow root, are where the tree ends.
 */

/** Alongside's own elements on the page; they are never looked into. */
const OWN = new Set(["alongside-widget", "alongside-highlight"]);

export function isOwn(element: Element): boolean {
  return OWN.has(element.localName);
}

/** The elements shown inside `node`, in their order: slotted ones where their slot is. */
export function childrenOf(node: Document | Element): readonly Element[] {
  if (node.nodeType === 9) return listed((node as Document).documentElement);
  const element = node as Element;
  if (element.shadowRoot !== null) return [...element.shadowRoot.children];
  if (element.localName === "slot") return slotted(element as HTMLSlotElement);
  if (element.localName === "iframe") return listed(frameDocument(element as HTMLIFrameElement)?.documentElement);
  return [...element.children];
}

/** As a list of one, or of none. */
export function listed(element: Element | null | undefined): Element[] {
  return element ? [element] : [];
}

function slotted(slot: HTMLSlotElement): readonly Element[] {
  const assigned = slot.assignedElements();
  return assigned.length > 0 ? assigned : [...slot.children];
}

/** The element that `element` is shown in; the frame for a frame's outermost element. */
export function parentOf(element: Element): Element | null {
  if (element.assignedSlot) return element.assignedSlot;
  if (element.parentElement) return element.parentElement;
  const root = element.getRootNode() as ShadowRoot | Document;
  return "host" in root ? root.host : frameOf(root);
}

function frameOf(page: Document): Element | null {
  try {
    return page.defaultView?.frameElement ?? null;
  } catch {
    return null; // We are inside somebody else's page.
  }
}

/** The page in a frame, when it is of this origin. */
function frameDocument(frame: HTMLIFrameElement): Document | null {
  try {
    return frame.contentDocument;
  } catch {
    return null;
  }
}

/** The trees below `element` that are trees of their own. */
export function rootsOf(element: Element): readonly (Document | ShadowRoot)[] {
  const frame = element.localName === "iframe" ? frameDocument(element as HTMLIFrameElement) : null;
  return [element.shadowRoot, frame].filter((root) => root !== null);
}

/** `element` and what it is shown in, outwards. */
export function* outwards(element: Element): Generator<Element> {
  for (let at: Element | null = element; at !== null; at = parentOf(at)) yield at;
}

/** The nearest of `element` and what it is shown in that matches. */
export function nearest(element: Element, selector: string): Element | null {
  for (const at of outwards(element)) if (at.matches(selector)) return at;
  return null;
}

/** The innermost element that has the focus, across shadow roots and frames. */
export function focused(page: Document): Element | null {
  let at: Element | null = page.activeElement;
  for (;;) {
    const inner: Element | null | undefined =
      at?.shadowRoot?.activeElement ??
      (at?.localName === "iframe" ? frameDocument(at as HTMLIFrameElement)?.activeElement : null);
    if (!inner || inner.localName === "body") return at;
    at = inner;
  }
}

/** Whether a person can see it: not `display: none`, not `visibility: hidden`, not in closed details. */
export function isVisible(element: Element): boolean {
  if (typeof element.checkVisibility === "function") {
    return element.checkVisibility({ checkVisibilityCSS: true }) && frameVisible(element);
  }
  return element.getClientRects().length > 0 && frameVisible(element); // Safari before 17.4
}

function frameVisible(element: Element): boolean {
  const frame = frameOf(element.ownerDocument);
  return frame === null || isVisible(frame);
}

export function styleOf(element: Element): CSSStyleDeclaration | undefined {
  return element.ownerDocument.defaultView?.getComputedStyle(element);
}

/** Elements that `attribute` of `element` points at, in the same tree. */
export function referenced(element: Element, attribute: string): readonly Element[] {
  const ids = element.getAttribute(attribute)?.split(/\s+/).filter(Boolean) ?? [];
  const root = element.getRootNode() as Document | ShadowRoot;
  return ids.flatMap((id) => listed(root.getElementById?.(id)));
}
