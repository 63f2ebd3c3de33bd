/**
 * Words on moments: praise, what to improve, a note. Pinned to what is shown, to what is chosen on the timeline, or to
 * the whole session.
 */

import type { JSX } from "preact";
import { useId, useState } from "preact/hooks";
import { X } from "lucide-preact";

import { plainText } from "../../agent/words";
import type { ReviewComment, ReviewView, Tone } from "../../shared/protocol.gen";
import type { Player } from "../panels";
import { type Coaching, forget, keep, kept } from "./coaching";
import { focusNext } from "./focus";
import { SeekButton } from "./item";
import { momentWords, shownRange, titleOf, TONES } from "./marks";

interface CommentsProps {
  readonly coaching: Coaching;
  readonly player: Player;
  readonly review: ReviewView;
}

export function Comments({ coaching, player, review }: CommentsProps): JSX.Element | null {
  const may = review.may?.includes("comment.add") ?? false;
  const comments = [...(review.comments ?? [])].sort((one, other) => (one.entry ?? 0) - (other.entry ?? 0));
  if (!may && comments.length === 0) return null;
  return (
    <section class="review-part" aria-labelledby={`comments-${review.id}`}>
      <h3 id={`comments-${review.id}`}>Comments on moments</h3>
      {comments.length > 0 && (
        <ul class="review-comments">
          {comments.map((each) => (
            <Comment key={each.id} coaching={coaching} player={player} review={review} comment={each} />
          ))}
        </ul>
      )}
      {may && <NewComment coaching={coaching} player={player} review={review} />}
    </section>
  );
}

function Comment({ coaching, player, review, comment }: CommentsProps & { comment: ReviewComment }) {
  const { id, entry = 0, until = 0, tone } = comment;
  const about = entry ? "" : comment.item ? titleOf(review, comment.item) : "The whole session";
  const remove = async (button: HTMLElement): Promise<void> => {
    const part = button.closest("section");
    if (await coaching.send({ do: "comment.remove", review: review.id, comment: id })) focusNext(part, "textarea");
  };
  return (
    <li class={`review-comment ${tone}`} aria-current={player.pinned.value === id ? "true" : undefined}>
      <p class="review-comment-head">
        <b>{TONES[tone]}</b>
        {entry > 0 ? (
          <SeekButton player={player} entry={entry} until={until} words={momentWords(player, entry, until)} />
        ) : (
          <span class="quiet">{about}</span>
        )}
        {review.may?.includes("comment.remove") && (
          <button type="button" class="review-remove" aria-label="Remove this comment" onClick={(event) => void remove(event.currentTarget)}>
            <X size="1em" aria-hidden="true" />
          </button>
        )}
      </p>
      <p>{plainText(comment.words)}</p>
    </li>
  );
}

type Where = "moment" | "whole";

function NewComment({ coaching, player, review }: CommentsProps) {
  const id = useId();
  const { session } = coaching.view.peek();
  const place = `${review.id}.comment`;
  const [words, type] = useState(kept(session, place) ?? "");
  const [tone, choose] = useState<Tone>("praise");
  const [where, pin] = useState<Where>("moment");
  const { entry, until } = shownRange(player);
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (words.trim() === "") return;
    const pinned = where === "moment" ? { entry, until } : {};
    if (await coaching.send({ do: "comment.add", review: review.id, words, tone, ...pinned })) {
      forget(session, place, words);
      type("");
    }
  };
  const typed = (now: string): void => {
    keep(session, place, now);
    type(now);
  };
  return (
    <form class="review-new" onSubmit={(event) => void save(event)}>
      <label for={id}>Say something of this moment</label>
      <textarea id={id} rows={2} maxLength={4000} value={words} onInput={(event) => typed(event.currentTarget.value)} />
      <div class="review-levels" role="group" aria-label="What it is">
        {(Object.keys(TONES) as Tone[]).map((each) => (
          <label key={each}>
            <input type="radio" name={`${id}-tone`} checked={tone === each} onChange={() => choose(each)} />
            <span>{TONES[each]}</span>
          </label>
        ))}
      </div>
      <div class="review-where" role="group" aria-label="What it is about">
        <label>
          <input type="radio" name={`${id}-where`} checked={where === "moment"} onChange={() => pin("moment")} />{" "}
          {momentWords(player, entry, until)}
        </label>
        <label>
          <input type="radio" name={`${id}-where`} checked={where === "whole"} onChange={() => pin("whole")} /> the whole
          session
        </label>
        <button class="review-button">Add</button>
      </div>
    </form>
  );
}
