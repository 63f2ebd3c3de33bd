/**
 * Dresses the widget in a site's accent colour, with words on it that can be read. It knows colours only.
 */

/** Sets the accent and what goes with it on the widget's element. Any colour but #rrggbb leaves our own. */
export function dress(element: HTMLElement, accent: string): void {
  if (!/^#[0-9a-f]{6}$/i.test(accent)) return;
  const dark = luminance(accent) < 0.1791; // here white and black contrast alike, 4.58:1: one always passes
  const set = (name: string, value: string): void => element.style.setProperty(`--as-${name}`, value);
  set("accent", accent);
  set("on-accent", dark ? "#fff" : "#000");
  set("accent-shade", dark ? "#000" : "#fff");
}

/** Relative luminance as WCAG 2 defines it, 0 to 1. */
function luminance(colour: string): number {
  const light = [1, 3, 5].map((from) => {
    const part = Number.parseInt(colour.slice(from, from + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * light[0]! + 0.7152 * light[1]! + 0.0722 * light[2]!;
}
