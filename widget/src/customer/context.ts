/** What every screen of the panel needs, handed down once. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { SiteInfo } from "../shared/protocol.gen";
import type { Attention } from "./attention";
import type { Host } from "./host";
import type { Session } from "./session";
import type { Sharing } from "./sharing";
import type { Words } from "./words";

export interface Help {
  readonly info: SiteInfo;
  readonly words: Words;
  readonly session: Session;
  readonly sharing: Sharing;
  readonly attention: Attention;
  /** Where the panel is drawn: style sheets of parts that load later are adopted here. */
  readonly root: ShadowRoot;
  /** Tells the page what happened (`Alongside.on`). */
  readonly tell: Host["tell"];
}

/** Drawn by the panel around everything: there is no screen without it. */
export const HelpContext = createContext(null as unknown as Help);

export const useHelp = (): Help => useContext(HelpContext);
