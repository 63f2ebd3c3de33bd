/**
 * A signed identity: asks the page for it with the server's nonce, and hands it on. The token is kept nowhere.
 *
 * The page hears `identify` with the nonce, has its own server sign a token, and calls `Alongside.identify(token)`.
 */
import { effect } from "@preact/signals";
import type { Help } from "./context";

/** Milliseconds the page has to answer: its own server has to be asked. */
const PATIENCE = 15_000;

/** What came of asking: handed on; the page said nothing; or the server could not be reached or would not. */
export type Handed = "handed" | "silent" | "lost";

let take: ((token: string) => void) | null = null;

/** Takes the token that the page was asked for. */
export function identify(token: string): void {
  if (take) take(token);
  else console.warn('Alongside: nobody waits for identify(token). Call it on the event "identify", with its nonce.');
}

/** Asks the page who is signed in, and hands the token to the check `id`. */
export async function askPage({ session, tell }: Pick<Help, "session" | "tell">, id: string): Promise<Handed> {
  const begun = await session.send({ do: "check.begin", check: id, method: "signed" });
  if (!begun.ok || !begun.secret) return "lost";
  const nonce = begun.secret;
  const token = await new Promise<string>((given) => {
    take = given;
    setTimeout(() => given(""), PATIENCE);
    tell("identify", { nonce });
  });
  take = null;
  if (token === "") return "silent";
  const before = session.view.value?.checks[id];
  if (!(await session.send({ do: "check.identify", check: id, token })).ok) return "lost";
  whenSettled({ session }, id, before, (passed) => tell(passed ? "identified" : "identify-failed"));
  return "handed";
}

/** Tells once whether the check was passed: as soon as it is shown otherwise than `before`, and no longer looked at. */
function whenSettled({ session }: Pick<Help, "session">, id: string, before: unknown, tell: (passed: boolean) => void): void {
  const stop = effect(() => {
    const check = session.view.value?.checks[id];
    if (check === before || check?.checking) return;
    queueMicrotask(() => {
      stop();
      tell(check?.state === "passed");
    });
  });
}
