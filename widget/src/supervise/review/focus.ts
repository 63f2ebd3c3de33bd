/** Where the focus goes when what had it is gone: it is never lost to the top of the page. */

/** Focuses the first of these that is there once the page is drawn anew. */
export function focusNext(within: ParentNode | null, ...selectors: readonly string[]): void {
  requestAnimationFrame(() => {
    const found = selectors.map((selector) => within?.querySelector<HTMLElement>(selector)).find(Boolean);
    found?.focus();
    // A head that sticks is in sight wherever one is: what it stands over begins at its top.
    found?.closest(".review-head")?.parentElement?.scrollIntoView({ block: "start" });
  });
}
