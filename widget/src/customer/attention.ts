/**
 * Whether the panel is open, and what has come in that was not seen yet: for the badge, the page's title and
 * the words beside the Help button. It changes nothing of the page but a number in front of its title.
 */
import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import type { ChatItem } from "../shared/protocol.gen";
import type { Session } from "./session";

/** What happened to the customer rather than by them. */
const NEWS = new Set(["agent.joined", "agent.joined.over", "session.queued.lapsed", "session.queued.returned", "consent.asked", "check.requested"]);

/** Where the panel is a sheet over the page: the same as in panel.css. */
const SHEET = "(width < 480px), (height < 480px)";

export class Attention {
  readonly open = signal(false);
  readonly unread: ReadonlySignal<readonly ChatItem[]>;
  readonly #session: Session;
  readonly #visible = signal(!document.hidden);
  readonly #seen = signal(0);
  readonly #stop: (() => void)[];

  constructor(session: Session) {
    this.#session = session;
    this.#seen.value = session.kept.read("seen") ?? 0;
    this.unread = computed(() => incoming(session).filter((item) => item.at > this.#seen.value));
    document.addEventListener("visibilitychange", this.#onVisibility);
    const pointed = computed(() => session.view.value?.highlight?.id);
    this.#stop = [
      effect(() => this.#look()),
      effect(() => number(this.unread.value.length)),
      effect(() => void (pointed.value && this.#makeRoom())),
    ];
  }

  destroy(): void {
    document.removeEventListener("visibilitychange", this.#onVisibility);
    for (const stop of this.#stop) stop();
    number(0);
  }

  #look(): void {
    const latest = incoming(this.#session).at(-1)?.at ?? 0;
    if (!this.open.value || !this.#visible.value || latest <= this.#seen.peek()) return;
    this.#seen.value = latest;
    this.#session.kept.write("seen", latest);
  }

  /** Where the panel covers the page, it gives way to what the helper points at. */
  #makeRoom(): void {
    if (matchMedia(SHEET).matches) this.open.value = false;
  }

  readonly #onVisibility = (): void => {
    this.#visible.value = !document.hidden;
  };
}

function incoming(session: Session): readonly ChatItem[] {
  const items = Object.values(session.view.value?.chat ?? {});
  return items.filter((item) => (item.notice ? NEWS.has(item.notice) : item.role !== "customer"));
}

/** "(2) The page's title"; 0 gives the page its own title back, whatever it has become meanwhile. */
function number(count: number): void {
  const own = document.title.replace(/^\(\d+\) /, "");
  const title = count > 0 ? `(${count}) ${own}` : own;
  if (title !== document.title) document.title = title;
}
