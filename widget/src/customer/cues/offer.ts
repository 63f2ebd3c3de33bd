/**
 * Before any session: watches for trouble where the site wants that, and offers help once, when somebody is free.
 *
 * It takes no focus and makes no sound, waits until nobody types, and once closed never comes again in this browser.
 * Everything is counted here; the server is only asked whether somebody is free, and told that an offer was shown.
 */
import type { OfferAnswer, SiteInfo } from "../../shared/protocol.gen";
import type { Alongside } from "../host";
import { FRESH, nextStep, type OfferReason, reasonFor } from "./offering";
import { type TroubleWatch, watchTrouble } from "./watch";

interface Place {
  readonly origin: string;
  readonly info: SiteInfo;
  readonly language: string;
  readonly root: ShadowRoot;
}

/** Between two looks at whether the moment is right, in ms. */
const MOMENT = 1_000;

export function watch(place: Place): void {
  const key = `alongside.${place.info.site}.offer`;
  try {
    // Where nothing can be kept, nobody could tell that it was shown or closed before.
    if (sessionStorage.getItem(key) !== null || localStorage.getItem(key) !== null) return;
    const make = (): void => void new Offer(place, key);
    const begin = (): unknown =>
      "requestIdleCallback" in window ? requestIdleCallback(make, { timeout: 2_000 }) : setTimeout(make);
    if (document.readyState === "complete") begin();
    else window.addEventListener("load", begin, { once: true });
  } catch {
    // Blocked.
  }
}

class Offer {
  readonly #place: Place;
  readonly #key: string;
  readonly #watch: TroubleWatch;
  readonly #quit: () => void;
  #reason: OfferReason | null = null;
  #since = 0;
  #failures = 0;
  #freeAt = 0;
  #askedAt = 0;
  #asking = false;
  #timer = 0;
  #stopped = false;
  #remove: () => void = () => undefined;

  constructor(place: Place, key: string) {
    this.#place = place;
    this.#key = key;
    const { site, cues } = place.info;
    this.#watch = watchTrouble({
      site,
      ours: place.origin,
      limits: cues,
      since: 0,
      found: (seen, failed) => {
        const { reason, failures } = reasonFor(seen, failed, this.#failures, cues);
        this.#failures = failures;
        if (reason !== null) this.#consider(reason);
      },
    });
    const api = alongside();
    this.#quit = api?.on("opened", () => this.#stop()) ?? (() => undefined);
  }

  #stop(): void {
    this.#stopped = true;
    window.clearTimeout(this.#timer);
    this.#watch.stop();
    this.#quit();
    this.#remove();
  }

  #consider(reason: OfferReason): void {
    this.#reason = reason;
    this.#since = Date.now();
    this.#soon(0);
  }

  #soon(wait: number): void {
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#go().catch(() => this.#stop()), wait);
  }

  async #go(): Promise<void> {
    if (!this.#place.root.host.isConnected) return this.#stop(); // the widget was taken away
    if (this.#reason === null || this.#asking || this.#stopped) return;
    const step = document.hidden ? "wait" : nextStep(Date.now(), this.#since, this.#freeAt, this.#watch.typedAt());
    if (step === "drop") return;
    if (step === "show") return this.#show(this.#reason);
    if (step === "ask" && !(await this.#isFree())) return;
    this.#soon(step === "ask" ? 0 : MOMENT);
  }

  /** Asks whether somebody is free, but not again at once. */
  async #isFree(): Promise<boolean> {
    if (Date.now() - this.#askedAt < FRESH) return false;
    this.#askedAt = Date.now();
    this.#asking = true;
    const free = (await this.#tell("ask")) === true;
    if (free) this.#freeAt = Date.now();
    else this.#reason = null;
    this.#asking = false;
    return free;
  }

  async #tell(did: "ask" | "shown" | "accepted" | "dismissed"): Promise<boolean> {
    const { origin, info } = this.#place;
    try {
      const query = `did=${did}&cue=${this.#reason}`;
      const answer = await fetch(`${origin}/widget/${encodeURIComponent(info.site)}/offer?${query}`, {
        method: "POST",
        credentials: "omit",
        keepalive: true,
      });
      return answer.ok && ((await answer.json()) as OfferAnswer).free;
    } catch {
      return false;
    }
  }

  async #show(reason: OfferReason): Promise<void> {
    const { root, language } = this.#place;
    const { showCard } = await import("./card");
    if (this.#stopped) return;
    sessionStorage.setItem(this.#key, "shown");
    this.#watch.stop();
    this.#remove = showCard(root, language, reason, (choice) => this.#accept(reason, choice), () => this.#dismiss());
    void this.#tell("shown");
  }

  #accept(reason: OfferReason, choice: string): void {
    void this.#tell("accepted");
    const keep = (name: string, value: unknown): void =>
      sessionStorage.setItem(`alongside.${this.#place.info.site}.${name}`, JSON.stringify(value));
    keep("request", { choice });
    keep("offered", reason);
    this.#stop();
    alongside()?.open();
  }

  /** Closed: never again in this browser. Who was in it goes back to where they were. */
  #dismiss(): void {
    void this.#tell("dismissed");
    try {
      localStorage.setItem(this.#key, "closed");
    } catch {
      // Full: then it is closed for this visit.
    }
    this.#stop();
  }
}

const alongside = (): Alongside | undefined => (window as { Alongside?: Alongside }).Alongside;
