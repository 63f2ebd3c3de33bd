/** The end: did it help, how was it, and a way to begin again. Each answer may be left out. */
import { CircleCheck, Star } from "lucide-preact";
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import type { Solved } from "../shared/protocol.gen";
import { useHelp } from "./context";
import { CopyOfChat } from "./copy";
import { keepHelped } from "./helped";
import { Scale } from "./scale";
import { useScreenWords } from "./screen_words";
import sheet from "./screens.css";
import { adopt } from "./sheets";
import { Writing } from "./writing";

export function GoodbyeScreen(): JSX.Element {
  const { session, info, root } = useHelp();
  const words = useScreenWords();
  adopt(root, sheet);
  const view = session.view.value;
  const ended = view?.session.ended;
  const reason = ended?.reason;
  const wasHelped = (view?.session.joined_at ?? 0) > 0;
  useEffect(() => void (wasHelped && ended && keepHelped(info, ended.at)), []);
  const done = view?.feedback != null || !wasHelped;
  return (
    <div class="goodbye">
      <h2>{reason === "left" ? words.goodbye.left : words.goodbye.title}</h2>
      {reason === "gone" && <p>{words.goodbye.gone}</p>}
      {done ? view?.feedback != null && <Thanks /> : <FeedbackForm />}
      {wasHelped && <CopyOfChat />}
      <button type="button" class={done ? "primary" : "quiet"} onClick={() => session.forget()}>
        {words.goodbye.again}
      </button>
    </div>
  );
}

function Thanks(): JSX.Element {
  const words = useScreenWords();
  return (
    <p class="thanks" role="status">
      <CircleCheck size={22} aria-hidden="true" /> {words.goodbye.thanks}
    </p>
  );
}

function FeedbackForm(): JSX.Element {
  const { session, info } = useHelp();
  const words = useScreenWords();
  const asked = info.feedback ?? ["rating"];
  const solved = useSignal<Solved | null>(null);
  const rating = useSignal(0);
  const ease = useSignal(0);
  const recommend = useSignal(-1);
  const comment = useSignal("");
  const send = (event: Event): void => {
    event.preventDefault();
    void session.feedback({
      solved: solved.value,
      rating: rating.value,
      ease: ease.value,
      recommend: recommend.value,
      comment: comment.value.trim(),
    });
  };
  return (
    <form class="feedback" onSubmit={send}>
      <fieldset class="question">
        <legend>{words.goodbye.solved}</legend>
        <div class="chips even">
          {(["yes", "partly", "no"] as const).map((each) => (
            <label key={each} class="choice">
              <input type="radio" name="solved" checked={solved.value === each} onChange={() => (solved.value = each)} />
              <span>{words.goodbye[each]}</span>
            </label>
          ))}
        </div>
      </fieldset>
      {asked.includes("rating") && <Stars rating={rating.value} onRate={(stars) => (rating.value = stars)} />}
      {asked.includes("ease") && (
        <Scale
          name="ease"
          asks={words.goodbye.ease}
          ends={words.goodbye.ease_ends}
          from={1}
          to={7}
          value={ease.value}
          onChoose={(number) => (ease.value = number)}
        />
      )}
      {asked.includes("recommend") && (
        <Scale
          name="recommend"
          asks={words.goodbye.recommend}
          ends={words.goodbye.recommend_ends}
          from={0}
          to={10}
          value={recommend.value}
          onChoose={(number) => (recommend.value = number)}
        />
      )}
      <div class="question">
        <label for="comment">{words.goodbye.comment}</label>
        <Writing
          id="comment"
          value={comment.value}
          placeholder={words.goodbye.comment_hint}
          onChange={(value) => (comment.value = value)}
        />
      </div>
      <button type="submit" class="primary">
        {words.goodbye.send}
      </button>
    </form>
  );
}

function Stars({ rating, onRate }: { rating: number; onRate: (stars: number) => void }): JSX.Element {
  const words = useScreenWords();
  return (
    <fieldset class="question">
      <legend>{words.goodbye.rating}</legend>
      <div class="stars">
        {[1, 2, 3, 4, 5].map((stars) => (
          <label key={stars} class={stars <= rating ? "star on" : "star"}>
            <input type="radio" name="rating" checked={rating === stars} onChange={() => onRate(stars)} />
            <Star size={30} aria-hidden="true" />
            <span class="unseen">{words.goodbye.stars(stars)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
