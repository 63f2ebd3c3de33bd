/**
 * What stands in the Steps view's place while there are no steps: not asked, asked, declined, stopped, not yet there.
 *
 * It asks; whether anything is shared is the customer's decision and the server's word.
 */

import type { ComponentChildren, JSX } from "preact";
import { Eye, EyeOff, Hourglass, MessageCircle } from "lucide-preact";

import type { Consent } from "../shared/protocol.gen";
import { clock } from "./clock";
import { Refusal, type Sender, useCommand } from "./command";
import { ago } from "./words";

/** The button that asks to see the steps; null where there is nobody to ask, as in a replay. */
type Ask = (label: string, primary: boolean) => JSX.Element | null;

interface SharingProps {
  readonly consent: Consent;
  readonly connection: Sender;
}

export function Sharing({ consent, connection }: SharingProps): JSX.Element {
  const command = useCommand(connection);
  const ask: Ask = (label, primary) => (
    <>
      <wa-button
        variant={primary ? "brand" : "neutral"}
        appearance={primary ? "accent" : "outlined"}
        loading={command.busy}
        onClick={() => void command.send({ do: "consent.ask", scope: "lens" })}
      >
        {label}
      </wa-button>
      <Refusal says={command.says} />
    </>
  );
  return <SharingState consent={consent} ask={ask} />;
}

export function SharingState({ consent, ask }: { consent: Consent; ask: Ask }): JSX.Element {
  switch (consent.state) {
    case "none":
      return (
        <State icon={<Eye size="2em" />} title="You do not see their steps yet">
          <p>
            With their consent you see which step they are on and how each field stands. You never see what
            they enter.
          </p>
          {ask("Ask to see their steps", true)}
        </State>
      );
    case "asked":
      return (
        <State icon={<Hourglass size="2em" />} title="Waiting for an answer">
          <p>
            They are shown exactly what you would see, before they decide. Asked{" "}
            {ago(clock.value - consent.at)}
            {consent.by === "" ? "" : ` by ${consent.by}`}.
          </p>
        </State>
      );
    case "declined":
      return (
        <State icon={<MessageCircle size="2em" />} title="They chose chat only">
          <p>That is fine: help them by chat. Ask again only when they are ready for it.</p>
          {ask("Ask again", false)}
        </State>
      );
    case "withdrawn":
      return (
        <State icon={<EyeOff size="2em" />} title="Sharing stopped">
          <p>
            The customer stopped sharing {ago(clock.value - consent.at)}. You see nothing of their form now.
          </p>
          {ask("Ask to see their steps again", false)}
        </State>
      );
    case "given":
      return (
        <State icon={<wa-spinner />} title="They are sharing">
          <p>Their form will be here in a moment.</p>
        </State>
      );
  }
}

function State({
  icon,
  title,
  children,
}: {
  icon: ComponentChildren;
  title: string;
  children: ComponentChildren;
}) {
  return (
    <div class="state" role="status">
      <span class="state-icon" aria-hidden="true">
        {icon}
      </span>
      <h3>{title}</h3>
      {children}
    </div>
  );
}
