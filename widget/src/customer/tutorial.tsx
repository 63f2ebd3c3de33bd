/**
 * The tutorial: a customer goes through a playbook's steps by themselves, at their own form.
 *
 * The step follows the field they are in; Back and Next go elsewhere until they are in another one. Everything happens on
 * the device. Who would rather have a person takes the step's title along, as the words of the request.
 */
import { useSignal } from "@preact/signals";
import { LifeBuoy, Lock, MapPin, MoveLeft, MoveRight, TriangleAlert, UserRound, X } from "lucide-preact";
import type { JSX } from "preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { Familiarity, Tutorial } from "../shared/protocol.gen";
import { useHelp } from "./context";
import { adopt } from "./sheets";
import sheet from "./tutorial.css";
import { deviceSteps, Following, fetchTutorial } from "./tutorial_following";
import { type Place, type Progress, TutorialGuide, variant } from "./tutorial_guide";
import { tutorialWords } from "./words/tutorial";

/** Where the panel covers the page: the same as in panel.css. */
const SHEET = "(width < 480px), (height < 480px)";

interface Loaded {
  readonly tutorial: Tutorial;
  /** Comes with the verdicts, which are needed anyhow. */
  readonly Binding: typeof import("./lens/verdicts").Binding;
}

export interface ScreenProps {
  readonly playbook: string;
  readonly onAsk: () => void;
  readonly onLeave: () => void;
}

export function TutorialScreen({ playbook, onAsk, onLeave }: ScreenProps): JSX.Element {
  const { info, words, session, root } = useHelp();
  adopt(root, sheet);
  const loaded = useSignal<Loaded | null>(null);
  const failed = useSignal(false);
  const progress = useSignal<Progress>(session.kept.read("steps") ?? { playbook, familiarity: "new", at: "", skipped: [] });
  const begun = useSignal(session.kept.read("steps") !== null);
  const load = (): void => {
    failed.value = false;
    Promise.all([fetchTutorial(info.site, playbook), import("./lens/verdicts")]).then(
      ([tutorial, { Binding }]) => (loaded.value = { tutorial, Binding }),
      () => (failed.value = true),
    );
  };
  useEffect(load, []);
  const keep = (change: Partial<Progress>): void => {
    progress.value = { ...progress.value, ...change };
    session.kept.write("steps", progress.value);
  };
  const leave = (): void => {
    session.kept.drop("steps");
    onLeave();
  };
  const ask = (difficulty: string): void => {
    const task = loaded.value?.tutorial.task ?? "";
    session.kept.write("request", { goal: task, difficulty, choice: "", familiarity: progress.value.familiarity });
    onAsk();
  };
  const { fetching } = tutorialWords(words.language);
  if (loaded.value === null) {
    return (
      <div class="steps" role="status">
        <p>{failed.value ? words.connection.unreachable : fetching}</p>
        {failed.value && (
          <button type="button" class="secondary" onClick={load}>
            {words.connection.retry}
          </button>
        )}
        <button type="button" class="quiet back" onClick={leave}>
          <MoveLeft size={18} aria-hidden="true" /> {words.start.back}
        </button>
      </div>
    );
  }
  if (!begun.value) {
    const begin = (familiarity: Familiarity): void => {
      keep({ familiarity });
      begun.value = true;
    };
    return <Opening tutorial={loaded.value.tutorial} begin={begin} leave={leave} />;
  }
  return <Steps {...loaded.value} progress={progress.value} keep={keep} ask={ask} leave={leave} />;
}

// --- before it begins --------------------------------------------------------------------------------------

interface OpeningProps {
  readonly tutorial: Tutorial;
  readonly begin: (familiarity: Familiarity) => void;
  readonly leave: () => void;
}

function Opening({ tutorial: { title }, begin, leave }: OpeningProps): JSX.Element {
  const { words } = useHelp();
  const said = tutorialWords(words.language);
  const familiarity = useSignal<Familiarity>("new");
  return (
    <div class="steps">
      <button type="button" class="quiet back" onClick={leave}>
        <MoveLeft size={18} aria-hidden="true" /> {words.start.back}
      </button>
      <h2>{title}</h2>
      <p>{said.lead}</p>
      <p class="steps-local">
        <Lock size={18} aria-hidden="true" /> <span>{said.local}</span>
      </p>
      <fieldset class="question">
        <legend>{words.request.familiarity}</legend>
        <div class="radios">
          {(["new", "used_before", "confident"] as const).map((each) => (
            <label key={each} class="choice">
              <input type="radio" name="steps-familiarity" checked={familiarity.value === each} onChange={() => (familiarity.value = each)} />
              <span>{words.request[each]}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <button type="button" class="primary" onClick={() => begin(familiarity.value)}>
        {said.start}
      </button>
    </div>
  );
}

// --- the steps ---------------------------------------------------------------------------------------------

interface StepsProps extends Loaded {
  readonly progress: Progress;
  readonly keep: (change: Partial<Progress>) => void;
  readonly ask: (difficulty: string) => void;
  readonly leave: () => void;
}

function Steps({ tutorial, Binding, progress, keep, ask, leave }: StepsProps): JSX.Element | null {
  const { info, words, attention, root } = useHelp();
  const said = tutorialWords(words.language);
  const held = useSignal<{ readonly step: string; readonly focus: string } | null>(null);
  const following = useMemo(() => new Following(info, tutorial), [tutorial]);
  const guide = useMemo(() => new TutorialGuide(tutorial, new Binding(deviceSteps(tutorial)), following.attribute, said), [tutorial]);
  useEffect(() => () => following.stop(), []);
  const model = following.model.value;
  const inFocus = model === null ? "" : guide.stepInFocus(model);
  useEffect(() => {
    if (held.value === null || model === null) return;
    const { step, focus } = held.value;
    if (model.focus === "") held.value = { step, focus: "" };
    else if (inFocus !== "" && inFocus !== step && model.focus !== focus) held.value = null;
  }, [inFocus, model?.focus]);
  const place = model === null ? null : guide.place(model, progress, held.value?.step ?? "");
  const at = place?.step.id ?? "";
  useEffect(() => {
    if (at === "" || at === progress.at) return;
    following.unpoint();
    keep({ at });
  }, [at]);
  const top = useRef<HTMLDivElement>(null);
  const follows = place !== null;
  useEffect(() => {
    // Under somebody's own hands, at Back and Next, the words stay where they are.
    if (root.activeElement?.closest(".steps-nav")) return;
    top.current?.closest(".body")?.scrollTo({ top: 0 });
  }, [at, follows]);
  if (place === null) return <p role="status">{said.fetching}</p>;

  const point = async ({ fields: [field = ""], step }: Place): Promise<void> => {
    const pointed = await following.point(field, said.here(step.title), words.highlight.close);
    if (pointed && matchMedia(SHEET).matches) attention.open.value = false; // it would cover what is pointed at
  };
  const go = (index: number): void => {
    const step = tutorial.steps[index]?.id;
    if (step !== undefined) held.value = { step, focus: model?.focus ?? "" };
  };
  /** Who reaches into the panel leaves their field: what they reach for must not change under their hands. */
  const hold = (): void => {
    if (held.value === null && !place.complete) go(place.index);
  };
  const skip = (): void => {
    keep({ skipped: [...new Set([...progress.skipped, at])] });
    go(place.index + 1);
  };
  return (
    <div class="steps" ref={top} onPointerDown={hold} onFocusIn={hold}>
      <Top place={place} count={tutorial.steps.length} leave={leave} />
      <h2>{place.step.title}</h2>
      <Said place={place} familiarity={progress.familiarity} />
      <Others place={place} tutorial={tutorial} go={go} />
      <Look place={place} point={() => void point(place)} />
      {place.step.why && (
        <details class="steps-why">
          <summary>{said.why}</summary>
          <p>{place.step.why}</p>
        </details>
      )}
      <Stuck key={at} hints={place.step.if_stuck ?? []} />
      <div class="steps-nav">
        <button type="button" class="secondary" aria-disabled={place.index === 0} onClick={() => go(place.index - 1)}>
          <MoveLeft size={18} aria-hidden="true" /> {said.back}
        </button>
        {!place.answered && (
          <button type="button" class="quiet" onClick={skip}>
            {said.skip}
          </button>
        )}
        <button type="button" class="secondary" aria-disabled={place.index === tutorial.steps.length - 1} onClick={() => go(place.index + 1)}>
          {said.next} <MoveRight size={18} aria-hidden="true" />
        </button>
      </div>
      <div class="steps-ask">
        <button type="button" class="secondary" onClick={() => ask(said.difficulty(place.step.title))}>
          <UserRound size={20} aria-hidden="true" /> {said.ask}
        </button>
        <p class="hint">{said.kept}</p>
      </div>
      <p class="steps-foot">
        <Lock size={14} aria-hidden="true" /> {said.foot}
      </p>
    </div>
  );
}

function Top({ place, count, leave }: { place: Place; count: number; leave: () => void }): JSX.Element {
  const said = tutorialWords(useHelp().words.language);
  const label = said.progress(place.index + 1, count);
  return (
    <div class="steps-top">
      <p id="steps-progress">{label}</p>
      <progress aria-labelledby="steps-progress" value={place.index + 1} max={count} />
      <button type="button" class="steps-leave" title={said.leave} aria-label={said.leave} onClick={leave}>
        <X size={20} aria-hidden="true" />
      </button>
    </div>
  );
}

/** The words for where they are. Said politely when the step or what is wrong changes; what they do is not interrupted. */
function Said({ place, familiarity }: { place: Place; familiarity: Familiarity }): JSX.Element {
  const said = tutorialWords(useHelp().words.language);
  const words = place.complete ? said.complete : variant(place.step.say, familiarity);
  return (
    <div role="status" aria-atomic="true" class="steps-said">
      <span class="unseen">{place.step.title}. </span>
      {place.wrong !== "" && (
        <p class="steps-wrong">
          <TriangleAlert size={20} aria-hidden="true" /> <span>{place.wrong}</span>
        </p>
      )}
      <p class={place.wrong === "" ? "steps-say" : "steps-say after"}>{words}</p>
    </div>
  );
}

function Others({ place, tutorial, go }: { place: Place; tutorial: Tutorial; go: (index: number) => void }): JSX.Element | null {
  const said = tutorialWords(useHelp().words.language);
  if (place.elsewhere.length === 0) return null;
  return (
    <p class="steps-others">
      {said.also}{" "}
      {place.elsewhere.map((index) => (
        <button key={index} type="button" class="inline" onClick={() => go(index)}>
          {tutorial.steps[index]?.title}
        </button>
      ))}
    </p>
  );
}

function Look({ place: { step, fields, complete }, point }: { place: Place; point: () => void }): JSX.Element | null {
  const said = tutorialWords(useHelp().words.language);
  const isPage = !(step.match.name || step.match.label || step.match.field);
  if (complete || isPage) return null;
  return (
    <div class="steps-look">
      <p>{fields.length > 0 ? said.look(step.match.name || step.title) : said.other_page}</p>
      {fields.length > 0 && (
        <button type="button" class="steps-where" onClick={point}>
          <MapPin size={16} aria-hidden="true" /> {said.where}
        </button>
      )}
    </div>
  );
}

/** Help from the lightest to the strongest, one at a time. */
function Stuck({ hints }: { hints: readonly string[] }): JSX.Element {
  const said = tutorialWords(useHelp().words.language);
  const shown = useSignal(0);
  const all = [...hints, said.stuck_end];
  return (
    <div class="steps-stuck">
      <div role="status">
        {all.slice(0, shown.value).map((hint) => (
          <p key={hint}>{hint}</p>
        ))}
      </div>
      {shown.value < all.length && (
        <button type="button" class="quiet" onClick={() => (shown.value += 1)}>
          <LifeBuoy size={18} aria-hidden="true" /> {shown.value === 0 ? said.stuck : said.stuck_more}
        </button>
      )}
    </div>
  );
}
