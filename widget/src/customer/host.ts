/**
 * What the loader and the panel know of each other. Types only: it must not add a byte to the loader.
 */
import type { SiteInfo } from "../shared/protocol.gen";

/** What a page can listen to with `Alongside.on`. */
export type EventName =
  | "opened"
  | "closed"
  | "requested"
  | "joined"
  | "sharing"
  | "stopped"
  | "ended"
  | "identify"
  | "identified"
  | "identify-failed";

/** What an event carries: `identify` the nonce that the token must have in it; the others nothing at all. */
export interface News {
  readonly nonce: string;
}

export type Listener = (news?: News) => void;

/** `window.Alongside`, all that the host page ever sees of us. */
export interface Alongside {
  open(): void;
  end(): void;
  /** Hands over the signed identity (a JWT) that `identify` asked for. It is sent at once and kept nowhere. */
  identify(token: string): void;
  on(event: EventName, listener: Listener): () => void;
  destroy(): void;
}

/** What the loader hands to the panel. */
export interface Host {
  /** Origin of the Alongside server. */
  readonly origin: string;
  readonly info: SiteInfo;
  readonly language: string;
  readonly root: ShadowRoot;
  tell(event: EventName, news?: News): void;
}

/** What the panel hands back. */
export interface Panel {
  /** Opens it and moves the focus in: somebody asked for it. */
  open(): void;
  end(): void;
  identify(token: string): void;
  destroy(): void;
}

/** The panel's module. */
export interface PanelModule {
  start(host: Host): Promise<Panel>;
}
