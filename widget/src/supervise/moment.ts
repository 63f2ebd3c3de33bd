/**
 * Links to a moment: `#entry=12` or `#at=754` (seconds) in the address, both ways. Pure, but for reading nothing else.
 */

export type Moment = { readonly entry: number } | { readonly at: number };

/** The moment that an address's hash names; null: none. */
export function momentIn(hash: string): Moment | null {
  const found = /^#(entry|at)=(\d{1,9}(?:\.\d{1,3})?)$/.exec(hash);
  if (found === null) return null;
  const value = Number(found[2]);
  return found[1] === "entry" ? { entry: Math.floor(value) } : { at: value * 1000 };
}

/** The address of an entry on this page. */
export const linkTo = (address: string, entry: number): string => `${address.replace(/#.*$/, "")}#entry=${entry}`;
