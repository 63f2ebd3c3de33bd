/** Adopts style sheets into the widget's shadow root: no style element, so a strict content security policy holds. */
const made = new Map<string, CSSStyleSheet>();

export function adopt(root: ShadowRoot, text: string): void {
  const sheet = made.get(text) ?? new CSSStyleSheet();
  if (!made.has(text)) sheet.replaceSync(text);
  made.set(text, sheet);
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
}
