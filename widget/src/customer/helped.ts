/**
 * When somebody was last helped with this browser: kept where the site counts who comes back (`first_contact_days`).
 *
 * The moment in local storage is all there is: no session, no person, no words. What is no longer within the site's
 * days is removed as soon as it is seen. Where storage is blocked, nobody is known to come back.
 */
import type { SiteInfo } from "../shared/protocol.gen";

const DAY = 86_400_000;

/** Whole days since they were last helped; -1: not known, or not within the site's days. */
export function helpedBefore({ site, first_contact_days: within }: SiteInfo, now = Date.now()): number {
  const key = nameFor(site);
  try {
    const days = Math.floor((now - Number(localStorage.getItem(key) ?? NaN)) / DAY);
    if (days >= 0 && days < within) return days;
    localStorage.removeItem(key);
  } catch {
    // Blocked: there is nothing to know, and nothing to remove.
  }
  return -1;
}

/** Keeps that they were helped until `ended`, in milliseconds; nothing where the site does not count who comes back. */
export function keepHelped(info: SiteInfo, ended: number): void {
  try {
    if (info.first_contact_days) localStorage.setItem(nameFor(info.site), String(Math.min(ended, Date.now())));
  } catch {
    // Full or blocked: then they are not known to come back.
  }
  helpedBefore(info); // removes what is not to be there
}

const nameFor = (site: string): string => `alongside.${site}.helped`;
