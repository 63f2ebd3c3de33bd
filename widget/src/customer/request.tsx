/** The start: which way to get together, and the few questions that let a helper begin well. */
import { ArrowLeft, MessageCircle, Phone } from "lucide-preact";
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useHelp } from "./context";
import type { Draft } from "./kept";
import { later } from "./later";
import { Writing } from "./writing";

const ShowSteps = later(() => import("./tutorial_way"), "ShowSteps");

export function StartScreen(): JSX.Element {
  const { session } = useHelp();
  const writing = useSignal(session.kept.read("request") !== null);
  return writing.value ? (
    <RequestForm onBack={() => (writing.value = false)} />
  ) : (
    <WaysIn onChat={() => (writing.value = true)} />
  );
}

function WaysIn({ onChat }: { onChat: () => void }): JSX.Element {
  const { info, words, session } = useHelp();
  const language = document.documentElement.lang || words.language;
  const byCode = () => void session.request({ do: "session.request", channel: "code", language });
  return (
    <div class="start">
      <p class="greeting">{info.greeting || words.start.greeting}</p>
      <p class="lead">{words.start.lead}</p>
      <button type="button" class="way" onClick={onChat}>
        <MessageCircle size={24} aria-hidden="true" />
        <b>{words.start.chat}</b>
        <span>{words.start.chat_more}</span>
      </button>
      <button type="button" class="way" onClick={byCode} aria-disabled={session.asking.value}>
        <Phone size={24} aria-hidden="true" />
        <b>{words.start.code}</b>
        <span>{words.start.code_more}</span>
      </button>
      <ShowSteps onAsk={onChat} />
      {info.opening_hours && (
        <p class="hours">
          <b>{words.start.hours}:</b> {info.opening_hours}
        </p>
      )}
    </div>
  );
}

function RequestForm({ onBack }: { onBack: () => void }): JSX.Element {
  const { info, words, session } = useHelp();
  const draft = useSignal<Draft>({ goal: "", difficulty: "", choice: "", familiarity: "new", ...session.kept.read("request") });
  const { goal, difficulty, choice, familiarity } = draft.value;
  const missing = useSignal(false);
  /** One that came with an offer of help stands with the site's own. */
  const choices = useSignal([...new Set([...(choice ? [choice] : []), ...info.choices])]).value;

  const set = (change: Partial<Draft>): void => {
    draft.value = { ...draft.value, ...change };
    missing.value = false;
    session.kept.write("request", draft.value);
  };
  const send = async (event: JSX.TargetedSubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    missing.value = !goal.trim();
    if (missing.value || Math.max(goal.length, difficulty.length) > info.message_length) {
      event.currentTarget.querySelector("textarea")?.focus();
      return;
    }
    await session.request({
      do: "session.request",
      channel: "queue",
      ...draft.value,
      goal: goal.trim(),
      difficulty: difficulty.trim(),
      language: document.documentElement.lang.slice(0, 20) || words.language,
      offered: session.kept.read("offered") ?? "",
    });
    if (session.trouble.value === "") session.kept.drop("request", "steps");
  };
  const back = (): void => {
    session.kept.drop("request");
    onBack();
  };

  return (
    <form class="request" noValidate onSubmit={(event) => void send(event)}>
      <button type="button" class="quiet back" onClick={back}>
        <ArrowLeft size={18} aria-hidden="true" /> {words.start.back}
      </button>
      <div class="question">
        <label for="goal">{words.request.goal}</label>
        <p id="goal-example" class="hint">
          {words.request.goal_hint}
        </p>
        <Writing id="goal" value={goal} onChange={(value) => set({ goal: value })} describedBy="goal-example goal-error" invalid={missing.value} />
        <p id="goal-error" class="error" role="alert">
          {missing.value && words.request.goal_missing}
        </p>
      </div>
      <fieldset class="question">
        <legend>{words.request.difficulty}</legend>
        {choices.length > 0 && (
          <div class="chips">
            {choices.map((name) => (
              <Choice key={name} group="choice" name={name} checked={choice === name} onPick={() => set({ choice: name })} />
            ))}
          </div>
        )}
        <Writing
          id="difficulty"
          label={words.request.difficulty}
          value={difficulty}
          placeholder={words.request.difficulty_hint}
          onChange={(value) => set({ difficulty: value })}
        />
      </fieldset>
      <fieldset class="question">
        <legend>{words.request.familiarity}</legend>
        <div class="radios">
          {(["new", "used_before", "confident"] as const).map((each) => (
            <Choice
              key={each}
              group="familiarity"
              name={words.request[each]}
              checked={familiarity === each}
              onPick={() => set({ familiarity: each })}
            />
          ))}
        </div>
      </fieldset>
      <button type="submit" class="primary" aria-disabled={session.asking.value}>
        {session.asking.value ? words.request.sending : words.request.send}
      </button>
    </form>
  );
}

interface ChoiceProps {
  readonly group: string;
  readonly name: string;
  readonly checked: boolean;
  readonly onPick: () => void;
}

function Choice({ group, name, checked, onPick }: ChoiceProps): JSX.Element {
  return (
    <label class="choice">
      <input type="radio" name={group} checked={checked} onChange={onPick} />
      <span>{name}</span>
    </label>
  );
}
