/**
 * The private fields of a check: what is typed there goes out in one command and is wiped in the same moment.
 *
 * Pasting and password managers work; nothing has to be known by heart. Nothing here is put into a signal or storage.
 */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { CheckAsked, CheckField, CheckMethodOffer } from "../shared/protocol.gen";
import { begun, type StageProps, useCheckWords } from "./check_stage";
import type { Trying } from "./check_trying";

/** Seconds until another code can be asked for: the first may still be on its way. */
const WAIT = 30;

export function Answering({ check, trying, way }: StageProps & { way: CheckMethodOffer }): JSX.Element {
  const words = useCheckWords();
  const missing = useSignal(false);
  const form = useRef<HTMLFormElement>(null);
  const busy = trying.busy.value;
  const focusFirst = (): void => form.current?.querySelector("input")?.focus();
  const wrong = check.state === "failed" && !busy;
  useEffect(() => {
    if (wrong && (form.current?.getRootNode() as ShadowRoot).activeElement !== null) focusFirst();
  }, [check]);
  const send = (event: Event): void => {
    event.preventDefault();
    if (busy) return;
    const answers = answersIn(form.current, way.fields);
    missing.value = !isEnough(answers, way);
    if (missing.value) return focusFirst();
    form.current?.reset();
    void trying.send({ do: "check.answer", check: check.id, answers });
  };
  return (
    <form ref={form} class="check-way" noValidate autocomplete="off" onSubmit={send}>
      <Lead check={check} way={way} />
      {way.fields.map((field) => (
        <PrivateField key={field.id} field={field} invalid={wrong || missing.value} />
      ))}
      <Problem trying={trying} check={check} missing={missing.value} />
      <button type="submit" class="primary" aria-disabled={busy}>
        {busy ? words.checking : words.check}
      </button>
      {way.method === "code" && <FreshCode check={check} trying={trying} way={way} />}
    </form>
  );
}

function Lead({ check, way }: { check: CheckAsked; way: CheckMethodOffer }): JSX.Element | null {
  const words = useCheckWords();
  if (way.method === "totp") return <p>{words.totp_lead}</p>;
  if (way.method === "questions") {
    return (
      <p>
        {words.questions_lead} {way.any_of > 0 && words.questions_some(way.any_of)}
      </p>
    );
  }
  const shown = way.destinations.find(({ id }) => id === check.to)?.shown;
  return <p role="status">{shown ? words.sent_to(shown) : words.sent}</p>;
}

function PrivateField({ field, invalid }: { field: CheckField; invalid: boolean }): JSX.Element {
  const words = useCheckWords();
  const { id, kind, label, hint, required = true } = field;
  const isCode = kind === "code";
  const more = hint || (isCode ? words.code_hint : required ? "" : words.optional);
  return (
    <div class="question">
      <label for={`check-${id}`}>{label || (isCode ? words.code : id)}</label>
      {more && (
        <p id={`check-${id}-hint`} class="hint">
          {more}
        </p>
      )}
      <input
        id={`check-${id}`}
        name={id}
        type="text"
        class={isCode ? "check-input digits-input" : "check-input"}
        inputMode={isCode ? "numeric" : undefined}
        autocomplete={isCode ? "one-time-code" : "off"}
        spellcheck={false}
        autocapitalize="off"
        aria-invalid={invalid || undefined}
        aria-describedby={`${more ? `check-${id}-hint ` : ""}check-problem`}
      />
    </div>
  );
}

/** What is wrong, without a word on which answer it was, and how often one may still try. */
export function Problem({ trying, check, missing = false }: { trying: Trying; check: CheckAsked; missing?: boolean }): JSX.Element {
  const words = useCheckWords();
  const busy = trying.busy.value;
  const failed = check.state === "failed" && !busy;
  const says = (): string => {
    if (missing) return words.missing;
    if (trying.trouble.value === "refused") return trying.says.value;
    if (trying.trouble.value === "lost") return words.lost;
    if (!failed) return "";
    return check.unavailable ? words.unavailable : words.wrong;
  };
  const problem = says();
  return (
    <div id="check-problem" role="alert">
      {problem !== "" && (
        <p class="check-problem">
          {problem} {failed && !missing && words.left(check.attempts_left)}
        </p>
      )}
    </div>
  );
}

function FreshCode({ check, trying, way }: { check: CheckAsked; trying: Trying; way: CheckMethodOffer }): JSX.Element {
  const words = useCheckWords();
  const left = useSignal(WAIT);
  const again = useSignal(false);
  useEffect(() => {
    const timer = setInterval(() => (left.value = Math.max(0, left.value - 1)), 1_000);
    return () => clearInterval(timer);
  }, []);
  const fresh = async (): Promise<void> => {
    if (left.value > 0 || trying.busy.value) return;
    left.value = WAIT;
    again.value = (await trying.send(begun(check.id, way, check.to))).ok;
  };
  return (
    <>
      <button type="button" class="quiet" aria-disabled={left.value > 0} onClick={() => void fresh()}>
        {left.value > 0 ? words.fresh_wait(left.value) : words.fresh}
      </button>
      <p role="status" class="hint">
        {again.value && left.value > 0 && words.fresh_sent}
      </p>
    </>
  );
}

/** What stands in a field of a form, without blanks at its ends. */
export function valueOf(form: HTMLFormElement | null, name: string): string {
  return (form?.elements.namedItem(name) as HTMLInputElement | null)?.value.trim() ?? "";
}

/** The answers that were given; a code without the blanks and dashes it is written with. */
function answersIn(form: HTMLFormElement | null, fields: readonly CheckField[]): Record<string, string> {
  const given = fields.map(({ id, kind }): [string, string] => {
    const value = valueOf(form, id);
    return [id, kind === "code" ? value.replace(/[\s-]/g, "") : value];
  });
  return Object.fromEntries(given.filter(([, value]) => value !== ""));
}

function isEnough(answers: Readonly<Record<string, string>>, { fields, any_of }: CheckMethodOffer): boolean {
  const asked = fields.filter(({ required = true }) => required);
  const others = fields.filter(({ required = true }) => !required);
  return asked.every(({ id }) => answers[id]) && others.filter(({ id }) => answers[id]).length >= any_of;
}
