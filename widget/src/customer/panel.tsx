/**
 * The panel's entry: draws the widget into the loader's shadow root and carries on a session that is under way.
 *
 * It puts the parts together and tells the page what happened (`Alongside.on`). Rules are the server's.
 */
import { effect } from "@preact/signals";
import { render } from "preact";
import tokens from "../shared/tokens.css";
import type { Status } from "../shared/protocol.gen";
import { Attention } from "./attention";
import { type Help, HelpContext } from "./context";
import { openPanel } from "./frame";
import type { Host, Panel } from "./host";
import { Kept } from "./kept";
import sheet from "./panel.css";
import { Session } from "./session";
import { Sharing } from "./sharing";
import { adopt } from "./sheets";
import { Widget } from "./widget";
import { wordsIn } from "./words";

export async function start(host: Host): Promise<Panel> {
  const words = await wordsIn(host.language);
  const { root, info } = host;
  const session = new Session(host.origin, info, new Kept(info.site));
  const sharing = new Sharing(session, info, words);
  const attention = new Attention(session);
  const help: Help = { info, words, session, sharing, attention, root, tell: host.tell };
  const stopTelling = tellThePage(host, help);

  adopt(root, tokens);
  adopt(root, sheet);
  root.replaceChildren();
  attention.open.value = session.kept.read("open") === true;
  render(
    <HelpContext.Provider value={help}>
      <Widget />
    </HelpContext.Provider>,
    root,
  );
  return {
    open: () => openPanel(help),
    end: () => session.end(),
    identify: (token) => void import("./check_identity").then((part) => part.identify(token)),
    destroy: () => {
      stopTelling();
      attention.destroy();
      sharing.destroy();
      session.close();
      render(null, root);
    },
  };
}

const TOLD: Partial<Record<Status, "requested" | "joined" | "ended">> = {
  waiting: "requested",
  coded: "requested",
  active: "joined",
  ended: "ended",
};

/** Tells the page what changes from here on; what was so at the page load is not news. */
function tellThePage(host: Host, { session, sharing, attention }: Help): () => void {
  const stops = [
    onChange(
      () => session.view.value?.session.status,
      (status, before) => {
        const returned = before === "active" && status === "waiting";
        const event = before === undefined || returned ? undefined : TOLD[status ?? "new"];
        if (event !== undefined) host.tell(event);
      },
    ),
    onChange(() => sharing.on.value, (on) => host.tell(on ? "sharing" : "stopped")),
    onChange(
      () => attention.open.value,
      (open) => {
        session.kept.write("open", open);
        host.tell(open ? "opened" : "closed");
      },
    ),
  ];
  return () => stops.forEach((stop) => stop());
}

function onChange<T>(read: () => T, changed: (now: T, before: T) => void): () => void {
  let before: T | undefined;
  let first = true;
  return effect(() => {
    const now = read();
    if (!first && now !== before) changed(now, before as T);
    first = false;
    before = now;
  });
}
