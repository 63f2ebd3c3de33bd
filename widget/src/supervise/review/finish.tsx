/**
 * The end of a review: what is still missing, handing in where two score blind, and the release, which says who will
 * read it before it is given.
 */

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import type { ReviewView } from "../../shared/protocol.gen";
import type { Coaching } from "./coaching";
import { focusNext } from "./focus";
import { scoreWords, titleOf } from "./marks";

export function Finish({ coaching, review }: { coaching: Coaching; review: ReviewView }): JSX.Element {
  const missing = review.result?.missing ?? [];
  const may = new Set(review.may);
  const blind = review.blind ?? false;
  return (
    <section class="review-part" aria-labelledby={`finish-${review.id}`}>
      <h3 id={`finish-${review.id}`}>{missing.length ? "Still to be scored" : "Everything is scored"}</h3>
      {missing.length > 0 ? (
        <ul class="review-missing">
          {missing.map((item) => (
            <li key={item}>
              <button type="button" class="review-link" onClick={() => focusItem(item)}>
                {titleOf(review, item)}
              </button>
            </li>
          ))}
        </ul>
      ) : (
        <p>
          {scoreWords(review)}. <Evidenced review={review} />
        </p>
      )}
      {blind && may.has("review.submit") && <HandIn coaching={coaching} review={review} ready={!missing.length} />}
      {may.has("review.release") && <Release coaching={coaching} review={review} ready={!missing.length} />}
      {blind && review.state === "submitted" && !may.has("review.release") && (
        <p class="quiet">{waitsFor(review, coaching.view.value.reviews ?? [])}</p>
      )}
      {may.has("review.discard") && <Discard coaching={coaching} review={review} />}
    </section>
  );
}

/** Why what was handed in cannot be released, or not yet. */
function waitsFor(review: ReviewView, reviews: readonly ReviewView[]): string {
  if (review.calibration) return "You have handed in. Everybody’s scores are shown once the calibration is closed.";
  const other = reviews.find(({ id, state, agent }) => id !== review.id && state === "released" && agent.id === review.agent.id);
  return other
    ? `${other.reviewer.name} has released the review that you settled on.`
    : "You have handed in. It can be released once the other one is in too.";
}

/** Scores without a moment to show are told of, not refused: some things show in no one place. */
function Evidenced({ review }: { review: ReviewView }) {
  const shown = new Set((review.evidence ?? []).map(({ item }) => item));
  const bare = Object.entries(review.scores ?? {}).filter(
    ([item, { applies = true }]) => applies && !shown.has(item) && review.result?.asked?.includes(item),
  );
  if (bare.length === 0) return <>Each item has a moment that shows it.</>;
  return <>{bare.length === 1 ? "One item has no moment that shows it." : `${bare.length} items have no moment that shows them.`}</>;
}

function focusItem(item: string): void {
  const field = document.getElementById(`item-${item}`);
  field?.scrollIntoView({ block: "center" });
  field?.querySelector<HTMLInputElement>("input[type=radio]")?.focus({ preventScroll: true });
}

interface StepProps {
  readonly coaching: Coaching;
  readonly review: ReviewView;
  readonly ready?: boolean;
}

function HandIn({ coaching, review, ready = true }: StepProps) {
  const send = async (): Promise<void> => {
    await coaching.flush();
    if (await coaching.send({ do: "review.submit", review: review.id })) focusNext(document, "#review-title");
  };
  return (
    <>
      <p class="quiet">Two score this session blind: neither sees the other’s scores before both have handed in.</p>
      <button type="button" class="review-button primary" disabled={!ready} onClick={() => void send()}>
        Hand in
      </button>
    </>
  );
}

/** Released is for good, so it takes a second press, beside who will read it. */
function Release({ coaching, review, ready = true }: StepProps) {
  const [asking, ask] = useState(false);
  const sure = useRef<HTMLParagraphElement>(null);
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (asking) sure.current?.focus();
  }, [asking]);
  const leave = (): void => {
    ask(false);
    requestAnimationFrame(() => first.current?.focus());
  };
  const send = async (): Promise<void> => {
    await coaching.flush();
    if (await coaching.send({ do: "review.release", review: review.id })) focusNext(document, "#review-title");
    else leave();
  };
  const { name } = review.agent;
  if (!asking)
    return (
      <button ref={first} type="button" class="review-button primary" disabled={!ready} onClick={() => ask(true)}>
        Release to {name}…
      </button>
    );
  return (
    <div class="review-sure" role="group" aria-label="Release the review">
      <p ref={sure} tabIndex={-1}>
        <b>{name} will read this review</b>: the scores, your words, and the moments. So will the supervisors of this
        session. It cannot be taken back; after that it changes only by an appeal.
      </p>
      <div class="buttons">
        <button type="button" class="review-button primary" onClick={() => void send()}>
          Release
        </button>
        <button type="button" class="review-button" onClick={leave}>
          Not yet
        </button>
      </div>
    </div>
  );
}

function Discard({ coaching, review }: StepProps) {
  const [asking, ask] = useState(false);
  const sure = useRef<HTMLDivElement>(null);
  const send = async (): Promise<void> => {
    if (await coaching.send({ do: "review.discard", review: review.id })) focusNext(document, "#review-begin");
  };
  useEffect(() => {
    if (asking) focusNext(sure.current, "p");
  }, [asking]);
  if (!asking)
    return (
      <button type="button" class="review-link" onClick={() => ask(true)}>
        Throw this draft away…
      </button>
    );
  return (
    <div ref={sure} class="review-sure" role="group" aria-label="Throw the draft away">
      <p tabIndex={-1}>All scores and words of this draft go. Nobody has read them.</p>
      <div class="buttons">
        <button type="button" class="review-button" onClick={() => void send()}>
          Throw away
        </button>
        <button
          type="button"
          class="review-button"
          onClick={(event) => {
            const part = event.currentTarget.closest("section");
            ask(false);
            focusNext(part, ".review-part > .review-link", ".review-link");
          }}
        >
          Keep
        </button>
      </div>
    </div>
  );
}
