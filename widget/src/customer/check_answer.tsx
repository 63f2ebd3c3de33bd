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
  /** The fields that were left empty and must not be; what stands in the fields is nowhere else. */
  const empty = useSignal<readonly string[]>([]);
  const few = useSignal(false);
  const form = useRef<HTMLFormElement>(null);
  const busy = trying.busy.value;
  const wrong = trying.failed.value;
  const focusOn = (id?: string): void => {
    form.current?.querySelector("#check-problem")?.scrollIntoView({ block: "start" });
    form.current?.querySelector<HTMLElement>(id ? `#check-${id}` : "input")?.focus();
  };
  useEffect(() => {
    if (wrong && (form.current?.getRootNode() as ShadowRoot).activeElement !== null) focusOn();
  }, [check]);
  useEffect(() => {
    if (empty.value.length > 0 || few.value) focusOn(empty.value[0]);
  }, [empty.value, few.value]);
  const send = (event: Event): void => {
    event.preventDefault();
    if (busy) return;
    const answers = answersIn(form.current, way.fields);
    const needed = way.fields.filter(isNeeded).filter(({ id }) => !answers[id]);
    const given = way.fields.filter((field) => !isNeeded(field) && answers[field.id]);
    empty.value = needed.map(({ id }) => id);
    few.value = given.length < way.any_of;
    if (needed.length > 0 || few.value) return;
    form.current?.reset();
    void trying.send({ do: "check.answer", check: check.id, answers });
  };
  const field = (each: CheckField): JSX.Element => (
    <PrivateField key={each.id} field={each} chosen={way.any_of > 0} invalid={wrong || empty.value.includes(each.id)} />
  );
  const others = way.fields.filter((each) => !isNeeded(each));
  return (
    <form ref={form} class="check-way" noValidate autocomplete="off" onSubmit={send}>
      <Lead check={check} way={way} />
      <Problem
        trying={trying}
        check={check}
        missing={empty.value.length > 0 ? words.missing : few.value ? words.questions_some(way.any_of) : ""}
      />
      {way.fields.filter(isNeeded).map(field)}
      {others.length > 0 && way.any_of > 0 ? (
        <fieldset class="check-way">
          <legend>{words.questions_some(way.any_of)}</legend>
          {others.map(field)}
        </fieldset>
      ) : (
        others.map(field)
      )}
      <button type="submit" class="primary" aria-disabled={busy}>
        {busy ? words.checking : words.check}
      </button>
      {way.method === "code" && <FreshCode check={check} trying={trying} way={way} />}
    </form>
  );
}

const isNeeded = ({ required = true }: CheckField): boolean => required;

function Lead({ check, way }: { check: CheckAsked; way: CheckMethodOffer }): JSX.Element {
  const words = useCheckWords();
  if (way.method === "totp") return <p>{words.totp_lead}</p>;
  if (way.method === "questions") return <p>{words.questions_lead}</p>;
  const shown = way.destinations.find(({ id }) => id === check.to)?.shown;
  return <p role="status">{shown ? words.sent_to(shown) : words.sent}</p>;
}

interface FieldProps {
  readonly field: CheckField;
  /** One of several of which only some have to be given. */
  readonly chosen: boolean;
  readonly invalid: boolean;
}

function PrivateField({ field, chosen, invalid }: FieldProps): JSX.Element {
  const words = useCheckWords();
  const { id, kind, label, hint } = field;
  const isCode = kind === "code";
  const more = hint || (isCode ? words.code_hint : isNeeded(field) || chosen ? "" : words.optional);
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
export function Problem({ trying, check, missing = "" }: { trying: Trying; check: CheckAsked; missing?: string }): JSX.Element {
  const words = useCheckWords();
  const failed = trying.failed.value;
  const says = (): string => {
    if (missing) return missing;
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
          {problem} {failed && missing === "" && words.left(check.attempts_left)}
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
