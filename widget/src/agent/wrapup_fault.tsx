/**
 * One fault in a wrap-up: in words, or a row of the register that reads alike; of what kind, and where.
 *
 * Which rows are alike the server says.
 */

import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Link2, X } from "lucide-preact";

import type { FaultArea, KnownFault } from "../shared/protocol.gen";
import type { FaultEntry } from "./wrapup_draft";
import { counted } from "./words";
import { useFreshFocus } from "./wrapup";

interface FaultProps {
  readonly fault: FaultEntry;
  readonly number: number;
  /** Just added: it gets the keyboard. */
  readonly fresh: boolean;
  readonly ask: (words: string) => Promise<readonly KnownFault[]>;
  readonly put: (changed: FaultEntry | null) => void;
}

const KINDS: readonly (readonly [FaultArea, string])[] = [
  ["system", "System"],
  ["form", "The form’s design"],
  ["equipment", "Customer’s equipment"],
  ["other", "Something else"],
];

export function FaultFields({ fault, number, fresh, ask, put }: FaultProps): JSX.Element {
  const id = `fault-${number}`;
  useFreshFocus(fresh, id);
  const known = useAlike(fault, ask);
  const text = (name: "what" | "page" | "step" | "host") => ({
    size: "s" as const,
    autocomplete: "off",
    value: fault[name],
    onInput: (event: { currentTarget: { value: string | null } }) =>
      put({ ...fault, [name]: event.currentTarget.value ?? "" }),
  });
  return (
    <div class="fault" role="group" aria-label={`Fault ${number}`}>
      <div class="fault-head">
        {fault.fault === "" ? (
          <wa-input {...text("what")} id={id} label="What is wrong?" maxlength={300} />
        ) : (
          <Picked fault={fault} undo={() => put({ ...fault, fault: "" })} />
        )}
        <button type="button" class="plain-button" aria-label={`Take fault ${number} out`} onClick={() => put(null)}>
          <X size="1.1em" aria-hidden="true" />
        </button>
      </div>
      {fault.fault === "" && <Alike known={known} pick={(row) => put(picked(fault, row))} />}
      <div class="fault-where">
        <wa-select
          size="s"
          label="Kind"
          value={fault.kind}
          onChange={(event) => put({ ...fault, kind: String(event.currentTarget.value) as FaultArea })}
        >
          {KINDS.map(([kind, words]) => (
            <wa-option key={kind} value={kind}>
              {words}
            </wa-option>
          ))}
        </wa-select>
        <wa-input {...text("page")} label="Page" maxlength={300} />
        <wa-input {...text("step")} label="Step" maxlength={300} />
        <wa-input {...text("host")} label="Host, if known" placeholder="files.example.org" maxlength={300} />
      </div>
    </div>
  );
}

const picked = (fault: FaultEntry, { fault: row, what, kind, where }: KnownFault): FaultEntry => ({
  what,
  kind,
  fault: row,
  page: fault.page || (where.page ?? ""),
  step: fault.step || (where.step ?? ""),
  host: fault.host || (where.host ?? ""),
});

function Picked({ fault, undo }: { fault: FaultEntry; undo: () => void }) {
  return (
    <p class="fault-picked">
      <Link2 size="1.1em" aria-hidden="true" />
      <span>
        <span class="quiet">In the register: </span>
        {fault.what}
      </span>
      <button type="button" class="text-button" onClick={undo}>
        Not this one
      </button>
    </p>
  );
}

const STATUS: Readonly<Record<KnownFault["status"], string>> = {
  open: "new",
  known: "known",
  fixed: "was fixed",
};

function Alike({ known, pick }: { known: readonly KnownFault[]; pick: (row: KnownFault) => void }) {
  return (
    <div class="alike">
      <p class="quiet" role="status">
        {known.length > 0 && `Already in the register? ${counted(known.length, "fault reads", "faults read")} alike.`}
      </p>
      {known.length > 0 && (
        <ul>
          {known.map((row) => (
            <li key={row.fault}>
              <button type="button" class="alike-row" onClick={() => pick(row)}>
                <span>{row.what}</span>
                <span class="quiet">
                  {STATUS[row.status]}, {counted(row.sessions, "session", "sessions")}
                </span>
                {row.note && (
                  <span class="alike-note">
                    <span class="quiet">Note: </span>
                    {row.note}
                  </span>
                )}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** Milliseconds of rest after which the register is asked. */
const REST = 250;

function useAlike({ what, fault }: FaultEntry, ask: FaultProps["ask"]): readonly KnownFault[] {
  const [known, setKnown] = useState<readonly KnownFault[]>([]);
  useEffect(() => {
    if (fault !== "") return;
    let current = true;
    const timer = setTimeout(() => void ask(what).then((rows) => current && setKnown(rows)), REST);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [what, fault]);
  return known;
}
