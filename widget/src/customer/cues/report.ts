/**
 * In a session, while sharing is on: reports cues and faults, at most every two seconds. Fetched with the lens.
 *
 * When sharing is on is not decided here. What was noticed before this consent is not reported.
 */
import type { Cue, Fault, SiteInfo } from "../../shared/protocol.gen";
import type { Lens } from "../lens/index";
import type { Session } from "../session";
import { type FoundCue, type TroubleWatch, watchTrouble } from "./watch";

const PACE = 2_000;
/** Most of either in one report: the protocol's ceiling. */
const FEW = 20;

export class TroubleReport {
  readonly #session: Session;
  readonly #lens: Lens;
  readonly #watch: TroubleWatch;
  #cues = new Map<string, Cue>();
  #faults = new Map<string, Fault>();
  #timer = 0;

  constructor(session: Session, lens: Lens, { site, cues }: SiteInfo) {
    this.#session = session;
    this.#lens = lens;
    this.#watch = watchTrouble({
      site,
      ours: new URL(import.meta.url).origin, // this file is the server's
      limits: cues,
      since: this.#since(site),
      found: (seen, failed) => this.#add(seen, failed),
    });
  }

  close(): void {
    window.clearTimeout(this.#timer);
    this.#watch.stop(true);
  }

  /** From when on requests count: from now where this page saw the consent given, else from the page's beginning. */
  #since(site: string): number {
    const [key, at] = [`alongside.${site}.consent`, String(this.#session.view.value?.consent.at)];
    try {
      if (sessionStorage.getItem(key) === at) return 0;
      sessionStorage.setItem(key, at);
    } catch {
      // Then every page begins anew.
    }
    return performance.now();
  }

  #add(seen: readonly FoundCue[], failed: readonly Fault[]): void {
    for (const { kind, field } of seen) {
      const id = field === null ? "" : this.#fieldId(field);
      counted(this.#cues, `${kind} ${id}`, { kind, ...(id && { field: id }) });
    }
    for (const fault of failed) counted(this.#faults, `${fault.kind} ${fault.host} ${fault.status}`, fault);
    this.#timer ||= window.setTimeout(() => this.#send(), PACE);
  }

  /** The lens's id of the field, where it reports it. */
  #fieldId(field: Element): string {
    const ids = (this.#lens.model().fields ?? []).map(({ id }) => id);
    const at = (id: string): Element | null => this.#lens.element(id);
    return ids.find((id) => at(id) === field) ?? ids.find((id) => at(id)?.contains(field)) ?? "";
  }

  #send(): void {
    this.#timer = 0;
    const connection = this.#session.connection.value;
    if (connection === null) return;
    if (document.hidden) {
      this.#timer = window.setTimeout(() => this.#send(), PACE); // of several tabs the one in front reports
      return;
    }
    const [cues, faults] = [[...this.#cues.values()].slice(0, FEW), [...this.#faults.values()].slice(0, FEW)];
    this.#cues = new Map();
    this.#faults = new Map();
    void connection.send({ do: "trouble.report", cues, faults });
  }
}

function counted<T extends { count?: number; millis?: number }>(into: Map<string, T>, key: string, item: T): void {
  const before = into.get(key);
  const count = Math.min(1_000, (before?.count ?? 0) + (item.count ?? 1));
  const millis = Math.max(before?.millis ?? 0, item.millis ?? 0);
  into.set(key, { ...item, count, ...(millis && { millis }) });
}
