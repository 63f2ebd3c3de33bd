/**
 * What an agent has entered into a wrap-up and not saved: kept for this tab, so that a reload loses nothing.
 *
 * Only what they touched is kept, beside it nothing of the customer's. It also remembers which page and step of the form
 * the agent saw last, and the host that failed, until the customer stops sharing: there a fault most likely was. Draws
 * nothing.
 */

import { effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";

import type { AgentView, Cause, Command, FaultArea, HelpedBy, Solved, Where, WrapupView } from "../shared/protocol.gen";
import { plainText } from "./words";

export interface FaultEntry {
  readonly what: string;
  readonly kind: FaultArea;
  readonly page: string;
  readonly step: string;
  readonly host: string;
  /** The register's row, where one was picked. */
  readonly fault: string;
}

export interface FollowUpEntry {
  readonly what: string;
  readonly owner: string;
  readonly due: string;
}

export interface Entered {
  readonly task: string;
  readonly cause: Cause | "";
  readonly resolved: Solved | "";
  readonly helpedBy: HelpedBy | "";
  readonly faults: readonly FaultEntry[];
  readonly followUp: FollowUpEntry | null;
}

export type Draft = Partial<Entered>;

const drafts = new Map<string, Signal<Draft>>();
const key = (me: string, session: string): string => `alongside.wrapup.${me}.${session}`;

export function draftOf(me: string, session: string): Signal<Draft> {
  const at = key(me, session);
  const draft = drafts.get(at) ?? signal<Draft>(parsed<Draft>(at) ?? {});
  drafts.set(at, draft);
  return draft;
}

export function change(me: string, session: string, changed: Draft): void {
  const draft = draftOf(me, session);
  draft.value = { ...draft.value, ...changed };
  sessionStorage.setItem(key(me, session), JSON.stringify(draft.value));
}

export function forget(me: string, session: string): void {
  drafts.delete(key(me, session));
  sessionStorage.removeItem(key(me, session));
}

/** What stands in the form: what was entered, else what was saved, else what the session suggests. */
export function entered(draft: Draft, { record, suggested }: WrapupView): Entered {
  return {
    task: draft.task ?? (record ? plainText(record.task) : (suggested?.task ?? "")),
    cause: draft.cause ?? record?.cause ?? suggested?.cause ?? "",
    resolved: draft.resolved ?? record?.resolved ?? suggested?.resolved ?? "",
    helpedBy: draft.helpedBy ?? record?.helped_by ?? suggested?.helped_by ?? "",
    faults: draft.faults ?? record?.faults?.map(savedFault) ?? [],
    followUp: draft.followUp !== undefined ? draft.followUp : savedFollowUp(record),
  };
}

type Noted = NonNullable<NonNullable<WrapupView["record"]>["faults"]>[number];

const savedFault = ({ what, kind, where, fault }: Noted): FaultEntry => ({
  what: plainText(what),
  kind,
  fault,
  page: where?.page ?? "",
  step: where?.step ?? "",
  host: where?.host ?? "",
});

function savedFollowUp(record: WrapupView["record"]): FollowUpEntry | null {
  const follow = record?.follow_up;
  return follow ? { what: plainText(follow.what), owner: follow.owner, due: follow.due } : null;
}

/** The command that saves it, or nothing while a question is not answered. */
export function commandFor(entered: Entered): Command | null {
  const { task, cause, resolved, helpedBy, faults, followUp } = entered;
  if (cause === "" || resolved === "" || (resolved !== "no" && helpedBy === "")) return null;
  return {
    do: "wrapup.record",
    task: task.trim(),
    cause,
    resolved,
    helped_by: helpedBy || "guidance",
    faults: faults.map(({ what, kind, page, step, host, fault }) => ({
      what: what.trim(),
      kind,
      fault,
      where: { page: page.trim(), step: step.trim(), host: hostOf(host) },
    })),
    follow_up: followUp && { ...followUp, what: followUp.what.trim() },
  };
}

/** Of an address that somebody pasted, the host alone: no path, no query. */
export function hostOf(text: string): string {
  const typed = text.trim();
  try {
    return new URL(typed.includes("://") ? typed : `https://${typed}`).host.slice(0, 100);
  } catch {
    return typed.replace(/[^\w.:-]/g, "").slice(0, 100);
  }
}

// --- where they were ---------------------------------------------------------------------------------------

const placeKey = (session: string): string => `alongside.place.${session}`;

/** Remembers the page and step on screen for as long as the customer shares them. Returns what ends it. */
export function rememberPlace(session: string, view: ReadonlySignal<AgentView | null>): () => void {
  return effect(() => {
    const now = view.value;
    if (now?.lens) sessionStorage.setItem(placeKey(session), JSON.stringify(placeIn(now)));
    else if (now?.consent.state === "withdrawn" || now?.consent.state === "declined")
      sessionStorage.removeItem(placeKey(session));
  });
}

function placeIn({ lens, trouble }: AgentView): Where {
  const step = lens?.steps.find(({ state }) => state === "current")?.name ?? "";
  const host = trouble.faults.findLast((fault) => fault.host !== "")?.host ?? "";
  return { page: lens?.title ?? "", step, host };
}

export const placeOf = (session: string): Where => parsed<Where>(placeKey(session)) ?? {};

export const forgetPlace = (session: string): void => sessionStorage.removeItem(placeKey(session));

function parsed<T>(at: string): T | null {
  try {
    return JSON.parse(sessionStorage.getItem(at) ?? "null") as T | null;
  } catch {
    return null;
  }
}
