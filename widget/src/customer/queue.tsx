/** Waiting: one's place, an honest word on how long, and who is there. */
import { Hourglass } from "lucide-preact";
import type { JSX } from "preact";
import type { Place } from "../shared/protocol.gen";
import { useHelp } from "./context";
import type { Words } from "./words";

export function QueueCard(): JSX.Element {
  const { session, words, info } = useHelp();
  const place = session.connection.value?.place.value ?? null;
  const offered = session.view.value?.session.offered_to ?? "";
  return (
    <section class="card queue" aria-labelledby="queue-title">
      <Hourglass size={28} aria-hidden="true" />
      <h2 id="queue-title">{words.queue.title}</h2>
      <p class="place" role="status">
        {offered ? words.queue.offered(offered) : placeWords(place, words)}
      </p>
      {place && <p>{place.agents > 0 ? words.queue.agents(place.agents) : words.queue.nobody}</p>}
      {place?.agents === 0 && info.opening_hours && (
        <p>
          {words.start.hours}: {info.opening_hours}
        </p>
      )}
      <p class="hint">{words.queue.stay}</p>
      <button type="button" class="secondary" onClick={() => session.end()}>
        {words.queue.leave}
      </button>
    </section>
  );
}

function placeWords(place: Place | null, { queue }: Words): string {
  if (place === null) return "";
  const where = place.place === 1 ? queue.first : queue.place(place.place);
  return `${where} ${waitWords(place, queue)}`;
}

function waitWords({ agents, wait_seconds }: Place, queue: Words["queue"]): string {
  if (wait_seconds === null || agents === 0) return queue.wait_unknown;
  return wait_seconds < 60 ? queue.wait_soon : queue.wait(wait_seconds);
}
