/**
 * The strip that tells a customer's difficulty from a fault of the system, with the evidence. It only shows: what the
 * evidence points to the server decides, it is part of the view.
 */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { ChevronDown, ChevronUp, CircleHelp, type LucideIcon, ServerCrash, UserRoundSearch, WifiOff } from "lucide-preact";

import type { TroubleView } from "../shared/protocol.gen";
import { clock } from "./clock";
import { evidence, LEANINGS } from "./trouble_words";

const ICONS: Readonly<Record<Exclude<TroubleView["leaning"], "">, LucideIcon>> = {
  use: UserRoundSearch,
  system: ServerCrash,
  equipment: WifiOff,
  unclear: CircleHelp,
};

export function Trouble({ trouble }: { trouble: TroubleView }): JSX.Element {
  const { leaning } = trouble;
  const [open, setOpen] = useState(false);
  const told = evidence(trouble, clock.value);
  const shown = leaning !== "" && told.length > 0;
  const Icon = leaning === "" ? null : ICONS[leaning];
  const Chevron = open ? ChevronUp : ChevronDown;
  return (
    <section class={shown ? `trouble trouble-${leaning}` : "trouble-none"} aria-label="Signs of trouble">
      <div class="trouble-line">
        {Icon !== null && shown && <Icon size="1.25em" aria-hidden="true" />}
        <p role="status" class="trouble-leaning">
          {shown && <b>{LEANINGS[leaning]}</b>}
        </p>
        {shown && !open && <p class="trouble-newest">{told[0]}</p>}
        {shown && (
          <button
            type="button"
            class="plain-button trouble-more"
            aria-expanded={open}
            aria-controls="trouble-evidence"
            onClick={() => setOpen(!open)}
          >
            {open ? "Less" : "Why"}
            <Chevron size="1.1em" aria-hidden="true" />
          </button>
        )}
      </div>
      {shown && open && (
        <div id="trouble-evidence" class="trouble-evidence">
          <ul>
            {told.map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
          <p class="quiet">{trouble.reasons.join(" ")}</p>
        </div>
      )}
    </section>
  );
}
