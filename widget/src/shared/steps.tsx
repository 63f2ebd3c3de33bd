/**
 * The Steps view: a customer's form as the lens reports it: steps in order, fields under them, and how each stands.
 *
 * The console draws it live and a replay from records; the customer's consent preview draws it before anything is
 * sent. So it must not know of connections, commands or the console's component library: it is given sections of a
 * view, and functions to call. A row is drawn again only when its own field changed (250 rows stay cheap).
 */

import { Component, type ComponentChildren, type JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import { Check, ChevronRight, CircleAlert } from "lucide-preact";

import type { Highlight, LensPage } from "./protocol.gen";
import { FieldRow, Pointed, PointButton, type Clock, type OnPoint } from "./steps_field";
import { currentNumber, type Fields, type Group, groupsOf } from "./steps_groups";
import { ENGLISH, type StepsWords } from "./steps_words";

export type { Clock, OnPoint } from "./steps_field";
export { lensOf } from "./steps_groups";
export { ENGLISH, type StepsWords } from "./steps_words";

export interface StepsViewProps {
  readonly lens: LensPage;
  readonly fields: Fields;
  /** What the agent points at now, marked in its place. */
  readonly highlight?: Highlight | null;
  /** Gives every step and field a Point button. It is called with the target's id, its name and the button. */
  readonly onPoint?: OnPoint;
  /** Gives the highlight a Clear button. It is called with the highlight's id. */
  readonly onClear?: (highlight: string) => void;
  /** The time to which "changed 5 s ago" relates, in milliseconds, ticking; without it nothing is said of changes. */
  readonly clock?: Clock;
  /** Puts into words what a playbook's rule finds wrong with an answer; without it nothing is said of that. */
  readonly verdictWords?: (verdict: string) => string;
  readonly words?: StepsWords;
}

/** Done steps of forms up to this many fields stay open: they fit beside the rest at a glance. */
const SMALL_FORM = 30;

export function StepsView(props: StepsViewProps): JSX.Element {
  const { lens, fields, words = ENGLISH } = props;
  const groups = useMemo(() => groupsOf(lens, fields), [lens, fields]);
  const small = lens.order.length <= SMALL_FORM;
  if (groups.length === 0) return <p class="steps-nothing">{words.nothing}</p>;
  return (
    <div class="steps">
      <Summary title={lens.title} groups={groups} words={words} />
      <ol class="steps-list" aria-label={words.list}>
        {groups.map((group) => (
          <StepItem key={group.step.id} {...props} group={group} small={small} words={words} />
        ))}
      </ol>
    </div>
  );
}

function Summary({ title, groups, words }: { title: string; groups: readonly Group[]; words: StepsWords }) {
  const sum = (count: (group: Group) => number): number =>
    groups.reduce((total, group) => total + count(group), 0);
  const steps = groups.filter((group) => group.number > 0).length;
  const current = currentNumber(groups);
  const errors = sum((group) => group.errors);
  return (
    <div class="steps-summary">
      <p class="steps-title">{title}</p>
      {steps > 1 && <Progress groups={groups} />}
      <p class="steps-totals">
        {steps > 1 && current > 0 && <b>{words.place(current, steps)}</b>}
        <span>
          {words.filled(
            sum((group) => group.filled),
            sum((group) => group.countable),
          )}
        </span>
        <Errors count={errors} words={words} />
      </p>
    </div>
  );
}

function Progress({ groups }: { groups: readonly Group[] }) {
  return (
    <div class="steps-progress" aria-hidden="true">
      {groups.map(({ step, number }) => number > 0 && <span key={step.id} class={`steps-${step.state}`} />)}
    </div>
  );
}

function Errors({ count, words }: { count: number; words: StepsWords }) {
  if (count === 0) return null;
  return (
    <span class="steps-errors">
      <CircleAlert size="1em" aria-hidden="true" />
      {words.errors(count)}
    </span>
  );
}

interface StepProps extends StepsViewProps {
  readonly group: Group;
  readonly small: boolean;
  readonly words: StepsWords;
}

class StepItem extends Component<StepProps> {
  override shouldComponentUpdate(next: StepProps): boolean {
    return (
      next.words !== this.props.words ||
      next.clock !== this.props.clock ||
      stands(next) !== stands(this.props) ||
      next.onPoint !== this.props.onPoint ||
      next.onClear !== this.props.onClear ||
      !sameGroup(next.group, this.props.group)
    );
  }

  override render(props: StepProps): JSX.Element {
    return <StepBody {...props} />;
  }
}

/** What of the page's focus, change and highlight falls into this step, as one comparable word. */
function stands({ lens, group, highlight, small }: StepProps): string {
  const mine = (id: string): string => (group.fields.some((field) => field.id === id) ? id : "");
  const target = highlight?.target ?? "";
  const pointed = target !== "" && (target === group.step.id || mine(target) !== "") ? highlight?.id : "";
  const changed = mine(lens.changed);
  return [mine(lens.focus), changed, changed && lens.changed_at, pointed, small].join(" ");
}

function sameGroup(one: Group, other: Group): boolean {
  return (
    one.step === other.step &&
    one.number === other.number &&
    one.unseen === other.unseen &&
    one.fields.length === other.fields.length &&
    one.fields.every((field, index) => field === other.fields[index])
  );
}

function StepBody(props: StepProps): JSX.Element {
  const { group, lens, highlight, words, onPoint } = props;
  const { step, fields } = group;
  const [chosen, choose] = useState<boolean | null>(null);
  const open = fields.length > 0 && (chosen ?? opensItself(props));
  const name = step.name || (group.number === 0 ? words.other_fields : words.unnamed_step);
  return (
    <li
      class={`steps-step steps-${step.state}`}
      aria-current={step.state === "current" ? "step" : undefined}
      data-target={step.id}
    >
      <span class="steps-marker" aria-hidden="true">
        {step.state === "done" ? <Check size="1em" /> : group.number || "+"}
      </span>
      <div class="steps-head">
        <StepName name={name} open={open} empty={fields.length === 0} toggle={() => choose(!open)} />
        <StepFacts group={group} words={words} />
        {onPoint && group.number > 0 && (
          <PointButton target={step.id} name={name} onPoint={onPoint} words={words} />
        )}
      </div>
      {highlight?.target === step.id && (
        <Pointed highlight={highlight} onClear={props.onClear} words={words} />
      )}
      {open && (
        <ul class="steps-fields">
          {fields.map((field) => (
            <FieldRow
              key={field.id}
              field={field}
              here={lens.focus === field.id}
              changedAt={lens.changed === field.id ? lens.changed_at : 0}
              highlight={highlight?.target === field.id ? highlight : null}
              onPoint={onPoint}
              onClear={props.onClear}
              clock={props.clock}
              verdictWords={props.verdictWords}
              words={words}
            />
          ))}
        </ul>
      )}
      {open && group.unseen > 0 && <p class="steps-unseen">{words.unseen(group.unseen)}</p>}
    </li>
  );
}

function opensItself({ group, lens, highlight, small }: StepProps): boolean {
  if (group.step.state === "current" || group.errors > 0) return true;
  if (group.step.state === "done" && small) return true;
  return group.fields.some(({ id }) => id === lens.focus || id === highlight?.target);
}

function StepName(props: { name: string; open: boolean; empty: boolean; toggle: () => void }) {
  if (props.empty) return <h3 class="steps-name">{props.name}</h3>;
  return (
    <h3 class="steps-name">
      <button type="button" aria-expanded={props.open} onClick={props.toggle}>
        {props.name}
        <ChevronRight size="1em" aria-hidden="true" />
      </button>
    </h3>
  );
}

function StepFacts({ group, words }: { group: Group; words: StepsWords }) {
  const { step, fields, countable } = group;
  const facts: ComponentChildren[] = [<span class="steps-state">{words.step_state[step.state]}</span>];
  if (step.state === "ahead" && group.filled === 0 && fields.length > 0)
    facts.push(<span>{words.count(fields.length)}</span>);
  else if (countable > 0) facts.push(<span>{words.filled(group.filled, countable)}</span>);
  return (
    <p class="steps-facts">
      {facts}
      <Errors count={group.errors} words={words} />
    </p>
  );
}
