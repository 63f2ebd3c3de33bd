/**
 * What outlives a page load in this tab: the session's key, what is not sent yet, and what is half written.
 *
 * It is the browser's session storage, so it goes with the tab. Where storage is blocked everything still works
 * until the page is left. It must not know what the things mean.
 */
import type { KeptCommands } from "../shared/connection";
import type { RequestHelp, Visit } from "../shared/protocol.gen";
import type { Progress } from "./tutorial_guide";

/** A spoken code, for the page loads within its ten minutes. `until`: by this device's clock, in milliseconds. */
export interface KeptCode {
  readonly digits: string;
  readonly until: number;
}

/** A request, as far as it is written. */
export type Draft = Required<Pick<RequestHelp, "goal" | "difficulty" | "choice" | "familiarity">>;

interface Shapes {
  visit: Visit;
  pending: ReturnType<KeptCommands["load"]>;
  draft: string;
  request: Partial<Draft>;
  steps: Progress;
  code: KeptCode;
  /** Why help was offered, and taken. */
  offered: NonNullable<RequestHelp["offered"]>;
  open: boolean;
  seen: number;
}

export class Kept {
  readonly #prefix: string;

  constructor(site: string) {
    this.#prefix = `alongside.${site}.`;
  }

  read<Name extends keyof Shapes>(name: Name): Shapes[Name] | null {
    try {
      return JSON.parse(sessionStorage.getItem(this.#prefix + name) ?? "null") as Shapes[Name] | null;
    } catch {
      return null;
    }
  }

  write<Name extends keyof Shapes>(name: Name, value: Shapes[Name]): void {
    try {
      sessionStorage.setItem(this.#prefix + name, JSON.stringify(value));
    } catch {
      // Full or blocked: it is then kept for this page only.
    }
  }

  drop(...names: (keyof Shapes)[]): void {
    try {
      for (const name of names) sessionStorage.removeItem(this.#prefix + name);
    } catch {
      // Blocked: there is nothing to drop.
    }
  }

  /** The end of a session: nothing of it stays. */
  clear(): void {
    this.drop("visit", "pending", "draft", "request", "steps", "code", "offered", "open", "seen");
  }

  readonly commands: KeptCommands = {
    load: () => this.read("pending") ?? [],
    save: (commands) => this.write("pending", commands),
  };
}
