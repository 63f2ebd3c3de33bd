/** How a conversation ended, and what the customer said of it. It only shows. */

import type { JSX } from "preact";
import { CircleCheck, CircleDashed, CircleSlash, Star } from "lucide-preact";

import { Message } from "../shared/message";
import type { EndReason, Feedback, Solved } from "../shared/protocol.gen";
import { messageWords } from "./words";

export const REASONS: Readonly<Record<EndReason, string>> = {
  solved: "The conversation was ended as solved",
  ended: "The conversation was ended",
  left: "The customer left the queue",
  gone: "The customer did not come back",
};
const SOLVED: Readonly<Record<Solved, string>> = {
  yes: "Solved, says the customer",
  partly: "Partly solved, says the customer",
  no: "Not solved, says the customer",
};

export function Outcome({ feedback }: { feedback: Feedback | null }): JSX.Element {
  if (feedback === null) return <p class="quiet">The customer has not said yet whether it helped.</p>;
  const Icon = { yes: CircleCheck, partly: CircleDashed, no: CircleSlash }[feedback.solved ?? "partly"];
  return (
    <div class="outcome">
      {feedback.solved !== null && (
        <p class={`solved solved-${feedback.solved}`}>
          <Icon size="1.2em" aria-hidden="true" /> {SOLVED[feedback.solved]}
        </p>
      )}
      {feedback.rating > 0 && <Rating stars={feedback.rating} />}
      {(feedback.ease ?? 0) > 0 && <p class="quiet">How easy it was to get help: {feedback.ease} of 7</p>}
      {(feedback.recommend ?? -1) >= 0 && <p class="quiet">Would tell a friend: {feedback.recommend} of 10</p>}
      {feedback.comment.length > 0 && (
        <blockquote>
          <Message parts={feedback.comment} words={messageWords} />
        </blockquote>
      )}
    </div>
  );
}

function Rating({ stars }: { stars: number }) {
  return (
    <p class="rating" role="img" aria-label={`${stars} of 5 stars`}>
      {[1, 2, 3, 4, 5].map((star) => (
        <Star key={star} size="1.2em" fill={star <= stars ? "currentColor" : "none"} aria-hidden="true" />
      ))}
    </p>
  );
}
