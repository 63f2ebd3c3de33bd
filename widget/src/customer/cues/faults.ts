/**
 * Faults: which requests failed or were slow, from what the browser measured. Pure. Keeps the host and the status
 * class of an address; the path, the query and all else of it are looked at here and forgotten.
 */
import type { Fault } from "../../shared/protocol.gen";

/** Of PerformanceResourceTiming what is needed here. */
export interface Timing {
  readonly name: string;
  readonly initiatorType: string;
  readonly duration: number;
  readonly responseStatus?: number;
}

export interface Where {
  /** The page's own origin. */
  readonly page: string;
  /** The origin of the Alongside server. */
  readonly ours: string;
  readonly slowSeconds: number;
}

const ASKED = new Set(["fetch", "xmlhttprequest", "navigation"]);
/** Parts of a page whose lack or slowness is felt; not its icon, nor what a frame does by itself. */
const FELT = new Set([...ASKED, "script", "link", "css", "iframe", "img"]);
/** A request that ended without a status and sooner than this may have been called off by the page itself. */
const GIVEN_UP = 5_000;
const LONGEST = 3_600_000;
const OUR_PATHS = /^\/(widget[./]|static\/|socket\.io\/)/;

/** What a request is evidence of; null: of nothing. */
export function faultOf(timing: Timing, where: Where): Fault | null {
  const url = parsed(timing.name);
  if (url === null || !/^https?:$/.test(url.protocol) || isOurs(url, where.ours)) return null;
  const millis = Math.min(LONGEST, Math.round(timing.duration));
  const status = failure(timing, url, where);
  if (status) return { kind: "failed_request", host: hostOf(url), status, millis };
  const slow = where.slowSeconds > 0 && millis >= where.slowSeconds * 1_000 && FELT.has(timing.initiatorType);
  return slow ? { kind: "slow_request", host: hostOf(url), millis } : null;
}

/**
 * That nothing came is believed of the page's own site only, and after a while: of others browsers do not say what
 * came, blockers stop them, and a request that the page itself called off looks the same.
 */
function failure({ initiatorType, responseStatus: status, duration }: Timing, url: URL, where: Where): Fault["status"] {
  if (status === undefined || !FELT.has(initiatorType)) return "";
  if (status >= 500) return "5xx";
  if (!ASKED.has(initiatorType)) return "";
  if (status >= 400) return "4xx";
  return status === 0 && duration >= GIVEN_UP && url.origin === where.page ? "no_answer" : "";
}

/** Whether an address is of the widget's own code and requests. */
function isOurs(address: URL | string, ours: string): boolean {
  const url = typeof address === "string" ? parsed(address) : address;
  return url !== null && url.origin === ours && OUR_PATHS.test(url.pathname);
}

/** Whether a script's error is the page's own: not ours, not an extension's, and not harmless. */
export function isPagesError(message: string, from: string, ours: string): boolean {
  if (/^ResizeObserver loop/.test(message) || /-extension:\/\//.test(from)) return false;
  return !(from.match(/https?:\/\/[^\s)]+/g) ?? []).some((address) => isOurs(address, ours));
}

const hostOf = (url: URL): string => (url.host.length <= 255 ? url.host.replace(/[^a-z0-9_.:[\]-]/g, "") : "");

function parsed(address: string): URL | null {
  try {
    return new URL(address);
  } catch {
    return null;
  }
}
