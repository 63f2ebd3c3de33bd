/**
 * The question whether to share one's steps: what will be seen, what never, and a preview of exactly that.
 *
 * Loaded when it is first asked, with the Steps view and the lens. The preview is read on the device and sent nowhere.
 */
import { useSignal } from "@preact/signals";
import { Check, EyeOff } from "lucide-preact";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { LensModel } from "../shared/protocol.gen";
import { ENGLISH, lensOf, StepsView } from "../shared/steps";
import stepsSheet from "../shared/steps.css";
import { useHelp } from "./context";
import { forget, preview } from "./lens_link";
import { useScreenWords } from "./screen_words";
import { adopt } from "./sheets";
import sheet from "./consent.css";

/** The version of these words, kept with the answer: change it with their meaning. */
const WORDING = "lens-4";

/** Milliseconds between looks at the form while the question is open. */
const REFRESH = 1_000;

interface ConsentProps {
  /** Who asked; empty when the customer offers. */
  readonly by: string;
  readonly onDone: () => void;
}

export function ConsentScreen({ by, onDone }: ConsentProps): JSX.Element {
  const { session, root } = useHelp();
  const words = useScreenWords();
  adopt(root, stepsSheet);
  adopt(root, sheet);
  const model = useModel();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (root.activeElement !== null) heading.current?.focus();
  }, []);
  const answer = (command: "consent.give" | "consent.decline"): void => {
    void session.send({ do: command, scope: "lens", wording: WORDING });
    onDone();
  };
  const decline = (): void => {
    forget();
    if (by) answer("consent.decline");
    else onDone();
  };
  return (
    <div class="consent">
      <div class="consent-words" tabIndex={0} role="region" aria-labelledby="consent-title">
        <h2 id="consent-title" tabIndex={-1} ref={heading}>
          {by ? words.consent.asked(by) : words.consent.offered}
        </h2>
        <List kind="sees" title={words.consent.sees} lines={words.consent.sees_list} />
        <List kind="never" title={words.consent.never} lines={words.consent.never_list} />
        <p>{words.consent.not_touch}</p>
        <p>{words.consent.others}</p>
        <h3>{words.consent.preview}</h3>
        <Preview model={model} />
      </div>
      <div class="answers">
        <button type="button" class="answer" aria-disabled={typeof model === "string"} onClick={() => typeof model !== "string" && answer("consent.give")}>
          {words.consent.yes}
        </button>
        <button type="button" class="answer" onClick={decline}>
          {words.consent.no}
        </button>
      </div>
    </div>
  );
}

function List({ kind, title, lines }: { kind: "sees" | "never"; title: string; lines: readonly string[] }): JSX.Element {
  const Icon = kind === "sees" ? Check : EyeOff;
  return (
    <>
      <h3>{title}</h3>
      <ul class={`consent-list ${kind}`}>
        {lines.map((line) => (
          <li key={line}>
            <Icon size={18} aria-hidden="true" /> {line}
          </li>
        ))}
      </ul>
    </>
  );
}

type Reading = LensModel | "reading" | "unreadable";

function Preview({ model }: { model: Reading }): JSX.Element {
  const { words } = useHelp();
  const { consent } = useScreenWords();
  if (typeof model === "string") return <p class="hint">{consent[model]}</p>;
  return (
    <div class="preview">
      <StepsView {...lensOf(model)} words={words.steps ?? ENGLISH} />
    </div>
  );
}

/** The form as it would be reported, kept fresh while the question is open. */
function useModel(): Reading {
  const { info } = useHelp();
  const model = useSignal<Reading>("reading");
  useEffect(() => {
    const look = (): void => {
      preview(info).then(
        (seen) => (model.value = seen),
        () => (model.value = "unreadable"),
      );
    };
    look();
    const timer = setInterval(look, REFRESH);
    return () => clearInterval(timer);
  }, []);
  return model.value;
}
