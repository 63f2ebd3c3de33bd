/**
 * widget.js: all that a page loads at first. Shows the Help button and fetches the panel when it is wanted.
 *
 * Never harms the page: it waits until the page is idle, catches its own errors, and leaves nothing behind but
 * `window.Alongside`. It knows nothing of sessions, except whether one is under way in this tab. At most 2 kB gzip.
 */
import { dress } from "./accent";
import type { Alongside, EventName, Listener, News, Panel, PanelModule } from "./host";
import type { SiteInfo } from "../shared/protocol.gen";
import sheet from "./launcher.css";

/** The panel's file name, put in by the build. */
declare const PANEL_FILE: string;

/** What the button says; and when the panel did not come. */
const NAMES: Record<string, readonly [string, string]> = {
  en: ["Help", "Help: no answer. Try again."],
  de: ["Hilfe", "Hilfe: keine Antwort. Nochmal?"],
};
const SVG = "http://www.w3.org/2000/svg";
const BUBBLE = "M21 12a9 8 0 0 1-13 7l-5 2 2-5a9 8 0 1 1 16-4Z";

function load(script: HTMLScriptElement): Alongside {
  const { origin } = new URL(script.src);
  const site = script.dataset.site ?? "";
  const listeners = new Map<EventName, Set<Listener>>();
  const element = document.createElement("alongside-widget");
  const root = element.attachShadow({ mode: "open" });
  let panel: Promise<Panel | undefined> | undefined;
  let destroyed = false;
  /** Makes each attempt another address: Firefox keeps a module that failed to load as failed. */
  let again = "";

  const ready = idle().then(async () => {
    const info = await siteInfo(origin, site);
    if (info === undefined || destroyed) return undefined;
    showLauncher(info);
    if (underWay(site)) void wanted();
    else if (info.offers) import(`${origin}/static/${info.offers}`).then(({ watch }) => watch({ origin, info, language: language(info), root }), () => 0);
    return info;
  });

  function tell(event: EventName, news?: News): void {
    for (const listener of listeners.get(event) ?? []) {
      try {
        listener(news);
      } catch (error) {
        console.error(`Alongside: a listener for "${event}" failed.`, error);
      }
    }
  }

  function showLauncher(info: SiteInfo): void {
    const adopted = new CSSStyleSheet();
    adopted.replaceSync(sheet);
    root.adoptedStyleSheets = [adopted];
    dress(element, info.accent);
    root.append(launcher(nameOf(info, 0), api.open));
    document.documentElement.append(element);
  }

  function wanted(): Promise<Panel | undefined> {
    panel ??= ready.then(async (info) => {
      if (info === undefined) return undefined;
      try {
        const module = (await import(`${origin}/static/${PANEL_FILE}${again}`)) as PanelModule;
        return await module.start({ origin, info, language: language(info), root, tell });
      } catch (error) {
        panel = undefined; // the next press tries again
        again += "?";
        root.lastChild?.lastChild?.replaceWith(nameOf(info, 1));
        console.error(`Alongside: no help panel. script-src must allow ${origin}.`, error);
        return undefined;
      }
    });
    return panel;
  }

  const api: Alongside = {
    open: () => void wanted().then((loaded) => loaded?.open()),
    end: () => void panel?.then((loaded) => loaded?.end()),
    identify: (token) => void panel?.then((loaded) => loaded?.identify(token)),
    on(event, listener) {
      const heard = listeners.get(event) ?? new Set();
      listeners.set(event, heard.add(listener));
      return () => void heard.delete(listener);
    },
    destroy() {
      destroyed = true;
      void panel?.then((loaded) => loaded?.destroy());
      element.remove();
      listeners.clear();
      delete (window as { Alongside?: Alongside }).Alongside;
    },
  };
  return api;
}

/** A page may never be idle: after two seconds we begin all the same. */
function idle(): Promise<unknown> {
  return new Promise((go) => ("requestIdleCallback" in window ? requestIdleCallback(go, { timeout: 2_000 }) : setTimeout(go)));
}

async function siteInfo(origin: string, site: string): Promise<SiteInfo | undefined> {
  try {
    const answer = await fetch(`${origin}/widget/${encodeURIComponent(site)}.json`, { credentials: "omit" });
    const body = await answer.json();
    if (answer.ok) return body;
    console.error(`Alongside: ${body.says}`);
  } catch {
    console.error(
      `Alongside: no answer from ${origin}, so no Help button. Is that right, does the server run, ` +
        `does the CSP have "connect-src ${origin}"?`,
    );
  }
  return undefined;
}

/** A conversation, or a tutorial. */
function underWay(site: string): boolean {
  try {
    return ["visit", "steps"].some((kept) => sessionStorage.getItem(`alongside.${site}.${kept}`));
  } catch {
    return false; // storage is blocked: a session then ends with the page
  }
}

/** The page's language where the site offers it, else the site's first. */
function language({ languages }: SiteInfo): string {
  const page = document.documentElement.lang.slice(0, 2).toLowerCase();
  return languages.includes(page) ? page : (languages[0] ?? "en");
}

function nameOf(info: SiteInfo, at: 0 | 1): string {
  return (NAMES[language(info)] as readonly [string, string])[at];
}

function launcher(name: string, open: () => void): HTMLElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "launcher";
  button.ariaExpanded = "false";
  button.ariaLive = "polite";
  button.onclick = open;
  const icon = drawn("svg", { width: 22, viewBox: "0 0 24 24", fill: "none", stroke: "currentColor", "aria-hidden": true });
  icon.append(drawn("path", { d: BUBBLE, "stroke-width": 2 }));
  button.append(icon, name);
  return button;
}

function drawn(name: string, attributes: object): SVGElement {
  const shape = document.createElementNS(SVG, name) as SVGElement;
  for (const [key, value] of Object.entries(attributes)) shape.setAttribute(key, value);
  return shape;
}

const page = window as { Alongside?: Alongside };
const script = document.currentScript;
if (page.Alongside) {
  console.warn("Alongside: widget.js is here twice. Only the first counts.");
} else if (!script?.dataset.site) {
  console.error('Alongside: the script tag must be <script src="…/widget.js" data-site="YOUR-SITE" defer></script>.');
} else {
  page.Alongside = load(script as HTMLScriptElement);
}
