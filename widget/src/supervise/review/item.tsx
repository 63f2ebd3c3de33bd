/**
 * One item of the scorecard: its words to choose from, why, and the moments that show it.
 */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Flag, Plus, X } from "lucide-preact";

import { plainText } from "../../agent/words";
import type { Evidence, Proposal, ReviewView, Scored, ScoreItem } from "../../shared/protocol.gen";
import type { Player } from "../panels";
import type { Coaching } from "./coaching";
import { focusNext } from "./focus";
import { happened, levelsOf, momentWords, shownRange, wordOf } from "./marks";
import { WordsField } from "./words_field";

interface ItemProps {
  readonly coaching: Coaching;
  readonly player: Player;
  readonly review: ReviewView;
  readonly item: ScoreItem;
  /** What the other one of two had scored, once both are in. */
  readonly other?: ReviewView | undefined;
}

const NOT_ASKED: Scored = {};

export function Item({ coaching, player, review, item, other }: ItemProps): JSX.Element {
  const scored = review.scores?.[item.id] ?? NOT_ASKED;
  const why = plainText(scored.why ?? []);
  const set = (change: { level?: number | null; applies?: boolean; why?: string }): void => {
    const now = coaching.view.peek().reviews?.find(({ id }) => id === review.id)?.scores?.[item.id] ?? NOT_ASKED;
    void coaching.send({ ...scoreOf(review.id, item.id, now), ...change });
  };
  return (
    <fieldset class="review-item" id={`item-${item.id}`}>
      <legend>{item.title}</legend>
      {item.critical && <p class="review-critical">Critical: the worst word fails the whole review.</p>}
      <details>
        <summary>What to look for</summary>
        <p>{item.guidance}</p>
      </details>
      <Levels review={review} item={item} scored={scored} set={set} />
      {other && <Other review={review} item={item} other={other} />}
      <Moments coaching={coaching} player={player} review={review} item={item} />
      <Why coaching={coaching} review={review} item={item} why={why} />
    </fieldset>
  );
}

const scoreOf = (review: string, item: string, now: Scored) => ({
  do: "score.set" as const,
  review,
  item,
  level: now.level ?? null,
  applies: now.applies ?? true,
  why: plainText(now.why ?? []),
});

interface LevelsProps {
  readonly review: ReviewView;
  readonly item: ScoreItem;
  readonly scored: Scored;
  readonly set: (change: { level?: number | null; applies?: boolean }) => void;
}

function Levels({ review, item, scored, set }: LevelsProps) {
  const levels = levelsOf(review, item);
  const applies = scored.applies ?? true;
  const means = applies && typeof scored.level === "number" ? levels[scored.level]?.means : "";
  return (
    <>
      <div class="review-levels">
        {levels.map(({ word }, level) => (
          <Level
            key={word}
            name={`${review.id}-${item.id}`}
            word={word}
            chosen={applies && scored.level === level}
            choose={() => set({ level, applies: true })}
          />
        ))}
        {item.not_applicable && (
          <Level
            name={`${review.id}-${item.id}`}
            word="N/A"
            spoken="Not applicable"
            chosen={!applies}
            choose={() => set({ level: null, applies: false })}
          />
        )}
      </div>
      <p class="review-means">{applies ? means : item.not_applicable}</p>
    </>
  );
}

function Other({ review, item, other }: { review: ReviewView; item: ScoreItem; other: ReviewView }) {
  const word = wordOf(other, item.id);
  const same = word === wordOf(review, item.id);
  return (
    <p class={same ? "review-means" : "review-apart"}>
      {other.reviewer.name}: <b>{word || "Not asked"}</b>
      {same ? ", the same" : ""}
    </p>
  );
}

interface LevelProps {
  readonly name: string;
  readonly word: string;
  readonly spoken?: string;
  readonly chosen: boolean;
  readonly choose: () => void;
}

function Level({ name, word, spoken, chosen, choose }: LevelProps) {
  return (
    <label>
      <input type="radio" name={name} checked={chosen} aria-label={spoken} onChange={choose} />
      <span>{word}</span>
    </label>
  );
}

/** Why it was scored so: asked for only by a press, as the moments often say enough. */
function Why({ coaching, review, item, why }: { coaching: Coaching; review: ReviewView; item: ScoreItem; why: string }) {
  const [open, show] = useState(false);
  if (!open && why === "")
    return (
      <button type="button" class="review-link" onClick={() => show(true)}>
        <Plus size="1em" aria-hidden="true" /> Say why<span class="unseen">: {item.title}</span>
      </button>
    );
  const command = (words: string) => {
    const now = coaching.view.peek().reviews?.find(({ id }) => id === review.id)?.scores?.[item.id] ?? NOT_ASKED;
    return { ...scoreOf(review.id, item.id, now), why: words };
  };
  const where = `${review.id}.${item.id}.why`;
  return <WordsField coaching={coaching} where={where} label="Why" saved={why} focused={open} command={command} />;
}

// --- moments -----------------------------------------------------------------------------------------------

function Moments({ coaching, player, review, item }: ItemProps) {
  const chosen = (review.evidence ?? []).filter((each) => each.item === item.id);
  const proposed = (review.proposals ?? []).filter(
    (each) => each.item === item.id && !chosen.some(({ entry }) => entry === each.entry),
  );
  const add = (entry: number, until = 0, isProposed = false): void => {
    void coaching.send({ do: "evidence.add", review: review.id, item: item.id, entry, until, proposed: isProposed });
  };
  return (
    <div class="review-moments">
      {chosen.length > 0 && (
        <ul aria-label="Evidence">
          {chosen.map((each) => (
            <Chosen key={each.id} coaching={coaching} player={player} review={review} evidence={each} />
          ))}
        </ul>
      )}
      <Use player={player} item={item} add={add} />
      {proposed.length > 0 && (
        <details>
          <summary>
            {proposed.length === 1 ? "1 moment" : `${proposed.length} moments`} proposed
            <span class="unseen">: {item.title}</span>
          </summary>
          <ul aria-label="Proposed moments">
            {proposed.map((each) => (
              <Proposed key={`${each.entry}-${each.kind}`} player={player} proposal={each} add={add} />
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

function Chosen({ coaching, player, review, evidence }: Omit<ItemProps, "item"> & { evidence: Evidence }) {
  const moment = momentWords(player, evidence.entry, evidence.until);
  const remove = async (button: HTMLElement): Promise<void> => {
    const item = button.closest("fieldset");
    if (await coaching.send({ do: "evidence.remove", review: review.id, evidence: evidence.id }))
      focusNext(item, ".review-use");
  };
  return (
    <li class="review-evidence" aria-current={player.pinned.value === evidence.id ? "true" : undefined}>
      <SeekButton player={player} entry={evidence.entry} until={evidence.until ?? 0} words={moment} />
      <span>{plainText(evidence.note ?? []) || happened(player, evidence.entry)}</span>
      <button type="button" class="review-remove" aria-label={`Remove the moment at ${moment}`} onClick={(event) => void remove(event.currentTarget)}>
        <X size="1em" aria-hidden="true" />
      </button>
    </li>
  );
}

/** Shows a moment; of a range, the whole of it. */
export function SeekButton(props: { player: Player; entry: number; until: number; words: string }): JSX.Element {
  const { player, entry, until, words } = props;
  const show = (): void => {
    player.range.value = until > entry ? { from: entry, to: until } : null;
    player.seek(entry);
  };
  return (
    <button type="button" class="review-seek" onClick={show}>
      <span class="unseen">Show </span>
      {words}
    </button>
  );
}

/** Takes the moment that is shown, or what is chosen on the timeline. */
function Use({ player, item, add }: { player: Player; item: ScoreItem; add: (entry: number, until?: number) => void }) {
  const { entry, until } = shownRange(player);
  const words = momentWords(player, entry, until);
  return (
    <button type="button" class="review-use" onClick={() => add(entry, until)}>
      <Flag size="1em" aria-hidden="true" /> Use {until ? words : `this moment, ${words}`}
      <span class="unseen"> as evidence: {item.title}</span>
    </button>
  );
}

interface ProposedProps {
  readonly player: Player;
  readonly proposal: Proposal;
  readonly add: (entry: number, until: number, proposed: boolean) => void;
}

function Proposed({ player, proposal, add }: ProposedProps) {
  const moment = momentWords(player, proposal.entry);
  return (
    <li class="review-evidence">
      <SeekButton player={player} entry={proposal.entry} until={0} words={moment} />
      <span>{plainText(proposal.words)}</span>
      <button type="button" class="review-link" onClick={() => add(proposal.entry, 0, true)}>
        Use<span class="unseen"> the moment at {moment}</span>
      </button>
    </li>
  );
}
