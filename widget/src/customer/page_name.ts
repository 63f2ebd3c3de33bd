/**
 * What the page is called, so that the helper knows which form a request is about. Never its address.
 *
 * A page may greet by name or repeat a number in its title: then it is not named at all. This is asked before there
 * is consent, so the lens is not there yet; where in doubt the title stays here.
 */

/** The page's title, or nothing if a word that was entered on the page stands in it. */
export function pageName(): string {
  const title = document.title.replace(/^\(\d+\) /, "").slice(0, 300);
  const known = title.toLowerCase();
  return wordsEntered().some((word) => known.includes(word)) ? "" : title;
}

/** Of three letters or digits and longer. */
function wordsEntered(): readonly string[] {
  const controls = document.querySelectorAll<HTMLInputElement>("input, select, textarea, [contenteditable], form *");
  return [...controls].flatMap((control) => answerOf(control).toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? []);
}

function answerOf(control: HTMLInputElement): string {
  const { localName, type, checked, value } = control;
  if (control.isContentEditable) return control.textContent;
  if (!/^(?:input|select|textarea)$|-/.test(localName) || /^(?:submit|button|reset|image)$/.test(type)) return "";
  if (/^(?:radio|checkbox)$/.test(type) && !checked) return "";
  return typeof value === "string" ? value : "";
}
