/** Parts of the panel that are fetched when they are first shown, so that the panel itself stays small. */
import { signal } from "@preact/signals";
import type { FunctionComponent } from "preact";
import { useEffect } from "preact/hooks";
import { useHelp } from "./context";

/** A component in the place of the one of this name that `load` fetches. When it cannot be fetched it says so and
 *  offers to try again. */
export function later<Name extends string, Props extends object>(
  load: () => Promise<Readonly<Record<Name, FunctionComponent<Props>>>>,
  name: Name,
): FunctionComponent<Props> {
  const part = signal<FunctionComponent<Props> | null>(null);
  const failed = signal(false);
  const fetchPart = (): void => {
    failed.value = false;
    load().then(
      (loaded) => (part.value = loaded[name]),
      () => (failed.value = true),
    );
  };
  return function Later(props) {
    const { words } = useHelp();
    useEffect(fetchPart, []);
    if (part.value !== null) return <part.value {...props} />;
    return (
      <div class="body" role="status">
        {failed.value && <p>{words.connection.unreachable}</p>}
        {failed.value && (
          <button type="button" class="secondary" onClick={fetchPart}>
            {words.connection.retry}
          </button>
        )}
      </div>
    );
  };
}
