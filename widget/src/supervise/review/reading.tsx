/**
 * A review as it is read: the agent's own once it is released, and a colleague's. With replies and the appeal.
 */

import type { JSX } from "preact";
import { useId, useState } from "preact/hooks";

import { dayAndTime } from "./times";
import { plainText } from "../../agent/words";
import type { CoachingCommand, ReviewView, ScoreItem } from "../../shared/protocol.gen";
import type { Player } from "../panels";
import { type Coaching, forget, keep, kept } from "./coaching";
import { Comments } from "./comments";
import { SeekButton } from "./item";
import { happened, momentWords, scoreWords, titleOf, wordOf } from "./marks";

interface ReadingProps {
  readonly coaching: Coaching;
  readonly player: Player;
  readonly review: ReviewView;
}

export function Reading({ coaching, player, review }: ReadingProps): JSX.Element {
  if (review.hidden)
    return (
      <p class="quiet">
        {review.reviewer.name} {review.state === "draft" ? "is writing" : "has handed in"} a review. What it says is shown
        {review.blind ? " once all who score it have handed in." : " once it is handed in."}
      </p>
    );
  const failed = review.result?.failed ?? [];
  return (
    <>
      <p class="review-score">
        <b>{scoreWords(review)}</b>
        <span class="quiet">
          by {review.reviewer.name}
          {review.released_at ? `, ${dayAndTime(review.released_at)}` : ""}
        </span>
      </p>
      {failed.length > 0 && (
        <p>
          Critical: {failed.map((item) => titleOf(review, item)).join("; ")}. Without that it would be{" "}
          {review.result?.reached ?? 0} of 100.
        </p>
      )}
      {(review.summary ?? []).length > 0 && <blockquote>{plainText(review.summary ?? [])}</blockquote>}
      <Comments coaching={coaching} player={player} review={review} />
      {review.scorecard.sections.map((section) => (
        <section key={section.title} class="review-part">
          <h3>{section.title}</h3>
          <dl class="review-read">
            {section.items.map((item) => (
              <ReadItem key={item.id} player={player} review={review} item={item} />
            ))}
          </dl>
        </section>
      ))}
      <Replies coaching={coaching} review={review} />
    </>
  );
}

function ReadItem({ player, review, item }: { player: Player; review: ReviewView; item: ScoreItem }) {
  const scored = review.scores?.[item.id];
  if (scored === undefined) return null;
  const evidence = (review.evidence ?? []).filter((each) => each.item === item.id);
  return (
    <div>
      <dt>{item.title}</dt>
      <dd>
        <b>{wordOf(review, item.id)}</b>
        {evidence.map(({ id, entry, until = 0, note }) => (
          <span key={id}>
            {" "}
            <SeekButton player={player} entry={entry} until={until} words={momentWords(player, entry, until)} />{" "}
            {plainText(note ?? []) || happened(player, entry)}
          </span>
        ))}
        {(scored.why ?? []).length > 0 && <p>{plainText(scored.why ?? [])}</p>}
      </dd>
    </div>
  );
}

// --- replies and the appeal --------------------------------------------------------------------------------

function Replies({ coaching, review }: Omit<ReadingProps, "player">) {
  const { appeal, replies = [] } = review;
  const may = new Set(review.may);
  return (
    <section class="review-part">
      {(replies.length > 0 || appeal || may.has("review.reply")) && <h3>Replies</h3>}
      {replies.length > 0 && (
        <ul class="review-comments">
          {replies.map(({ by, at, words }) => (
            <li key={at} class="review-comment note">
              <p class="review-comment-head">
                <b>{by.name}</b> <span class="quiet">{dayAndTime(at)}</span>
              </p>
              <p>{plainText(words)}</p>
            </li>
          ))}
        </ul>
      )}
      {appeal && (
        <div class="review-comment fault">
          <p class="review-comment-head">
            <b>Appeal</b> <span class="quiet">{dayAndTime(appeal.at)}</span>
          </p>
          <p>{plainText(appeal.words)}</p>
          {appeal.outcome && (
            <p>
              <b>{appeal.outcome === "upheld" ? "The review stands" : "The review was changed"}</b>,{" "}
              {appeal.decided_by}: {plainText(appeal.reason ?? [])}
            </p>
          )}
        </div>
      )}
      {may.has("review.reply") && (
        <Say
          coaching={coaching}
          where={`${review.id}.reply`}
          label="Reply"
          button="Send"
          command={(words) => ({ do: "review.reply", review: review.id, words })}
        />
      )}
      {may.has("appeal.make") && (
        <details>
          <summary>Appeal against this review</summary>
          <p class="quiet">Say what should be looked at again. You can do so once; a supervisor decides and tells you why.</p>
          <Say
            coaching={coaching}
            where={`${review.id}.appeal`}
            label="What should be looked at again?"
            button="Appeal"
            command={(words) => ({ do: "appeal.make", review: review.id, words })}
          />
        </details>
      )}
      {may.has("appeal.decide") && (
        <details open>
          <summary>Decide the appeal</summary>
          <Say
            coaching={coaching}
            where={`${review.id}.uphold`}
            label="Why the review stands as it is"
            button="Uphold the review"
            command={(reason) => ({ do: "appeal.decide", review: review.id, outcome: "upheld", reason })}
          />
          <p>
            <a href={`/coaching/reviews/${encodeURIComponent(coaching.view.peek().session)}`}>Change scores instead</a>
          </p>
        </details>
      )}
    </section>
  );
}

interface SayProps {
  readonly coaching: Coaching;
  readonly where: string;
  readonly label: string;
  readonly button: string;
  readonly command: (words: string) => CoachingCommand;
}

/** Words that are sent by a press; kept in this tab until they are. */
function Say({ coaching, where, label, button, command }: SayProps) {
  const id = useId();
  const { session } = coaching.view.peek();
  const [words, type] = useState(kept(session, where) ?? "");
  const typed = (now: string): void => {
    keep(session, where, now);
    type(now);
  };
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (words.trim() !== "" && (await coaching.send(command(words)))) {
      forget(session, where, words);
      type("");
    }
  };
  return (
    <form class="review-new" onSubmit={(event) => void send(event)}>
      <label for={id}>{label}</label>
      <textarea id={id} rows={2} maxLength={4000} value={words} onInput={(event) => typed(event.currentTarget.value)} />
      <button class="review-button">{button}</button>
    </form>
  );
}
