/** The ways to pass a check, each by a plain name, and what has to be said before one of them can begin. */
import { AppWindow, BadgeCheck, MailOpen, MessageSquareText, NotebookPen, Smartphone, Users } from "lucide-preact";
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import type { CheckMethodOffer, Destination } from "../shared/protocol.gen";
import { Problem, valueOf } from "./check_answer";
import { useIdentity } from "./check_signed";
import { begun, type StageProps, useCheckWords } from "./check_stage";
import { useHelp } from "./context";

const ICONS = {
  signed: BadgeCheck,
  code: MessageSquareText,
  email: MailOpen,
  sms: MessageSquareText,
  questions: NotebookPen,
  totp: Smartphone,
} as const;

export function Ways({ check, trying, go }: StageProps): JSX.Element {
  const words = useCheckWords();
  const { session } = useHelp();
  const identity = useIdentity(check.id);
  const begin = async (way: CheckMethodOffer, to = ""): Promise<void> => {
    if (trying.busy.value) return;
    trying.forget();
    if (way.method === "signed") return identity.ask();
    if (way.needs_account) return go("begin", way);
    if ((await trying.send(begun(check.id, way, to))).ok) go("answer", way);
  };
  return (
    <section class="check-ways" aria-labelledby="check-ways">
      <h3 id="check-ways">{words.choose}</h3>
      <div role="status">{identity.says !== "" && <p class="check-problem calm">{identity.says}</p>}</div>
      <Problem trying={trying} check={check} />
      {check.methods.flatMap((way) =>
        ways(way).map((to) => (
          <Way key={`${way.method} ${to?.id}`} way={way} to={to} onPick={() => void begin(way, to?.id)} />
        )),
      )}
      {check.acting === "" && (
        <button type="button" class="quiet" onClick={() => void session.send({ do: "message.send", text: words.for_other_says })}>
          <Users size={18} aria-hidden="true" /> {words.for_other}
        </button>
      )}
    </section>
  );
}

/** Where it can go, each a way of its own; where that is asked for later, the one kind of place there is. */
function ways({ needs_account, destinations }: CheckMethodOffer): readonly (Destination | undefined)[] {
  return needs_account || destinations.length === 0 ? [destinations.length === 1 ? destinations[0] : undefined] : destinations;
}

interface WayProps {
  readonly way: CheckMethodOffer;
  readonly to: Destination | undefined;
  readonly onPick: () => void;
}

function Way({ way: { method }, to, onPick }: WayProps): JSX.Element {
  const words = useCheckWords();
  const kind = to?.kind ?? method;
  const Icon = ICONS[kind] ?? AppWindow;
  const { name, more } = words.methods[kind] ?? { name: method, more: "" };
  return (
    <button type="button" class="way" onClick={onPick}>
      <Icon size={24} aria-hidden="true" />
      <b>{name}</b>
      <span>{to?.shown ? words.to(to.shown) : more}</span>
    </button>
  );
}

/** Who they are, where the organisation cannot tell; and where the code goes, where there is a choice. */
export function Begin({ check, trying, go, way }: StageProps & { way: CheckMethodOffer }): JSX.Element {
  const words = useCheckWords();
  const missing = useSignal(false);
  const to = useSignal(way.destinations[0]?.id ?? "");
  const form = useRef<HTMLFormElement>(null);
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    const account = valueOf(form.current, "account");
    missing.value = account === "";
    if (missing.value) return form.current?.querySelector("input")?.focus();
    if (trying.busy.value) return;
    if ((await trying.send(begun(check.id, way, to.value, account))).ok) go("answer", way);
  };
  return (
    <form ref={form} class="check-way" noValidate autocomplete="off" onSubmit={(event) => void send(event)}>
      {way.destinations.length > 1 && (
        <fieldset class="question">
          <legend>{words.send_to}</legend>
          <div class="radios">
            {way.destinations.map((each) => (
              <label key={each.id} class="choice">
                <input type="radio" name="to" checked={to.value === each.id} onChange={() => (to.value = each.id)} />
                <span>{words.methods[each.kind]?.name}</span>
              </label>
            ))}
          </div>
        </fieldset>
      )}
      <Problem trying={trying} check={check} missing={missing.value ? words.missing : ""} />
      <div class="question">
        <label for="account">{check.account_label || words.account}</label>
        {check.account_hint && (
          <p id="account-hint" class="hint">
            {check.account_hint}
          </p>
        )}
        <input
          id="account"
          name="account"
          type="text"
          class="check-input"
          autocomplete="username"
          spellcheck={false}
          autocapitalize="off"
          aria-invalid={missing.value || undefined}
          aria-describedby="account-hint check-problem"
        />
      </div>
      <button type="submit" class="primary" aria-disabled={trying.busy.value}>
        {trying.busy.value ? words.sending : words.continue}
      </button>
    </form>
  );
}
