/** Entering the code that a customer reads out, on the phone or at the desk. Whether it is right the server says. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";

import { Refusal } from "./command";

const DIGITS = 6;

/** `redeem` resolves with a refusal's sentence, or nothing. */
export function EnterCode({ redeem }: { redeem: (code: string) => Promise<string> }): JSX.Element {
  const [value, setValue] = useState("");
  const [says, setSays] = useState("");
  const [busy, setBusy] = useState(false);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const code = value.replace(/\D/g, "");
    if (code.length !== DIGITS) {
      setSays(`A code has ${DIGITS} digits; this has ${code.length}.`);
      return;
    }
    setBusy(true);
    const refusal = await redeem(code);
    setBusy(false);
    setSays(refusal);
    if (refusal === "") setValue("");
  };
  return (
    <section class="enter-code" aria-labelledby="code-title">
      <h2 id="code-title" class="rail-title">
        Enter a code
      </h2>
      <form onSubmit={submit}>
        <wa-input
          size="s"
          class="code-digits"
          label="The 6 digits on their screen"
          inputmode="numeric"
          autocomplete="off"
          placeholder="123 456"
          maxlength={11}
          value={value}
          onInput={(event) => setValue(event.currentTarget.value ?? "")}
        />
        <wa-button type="submit" size="s" appearance="outlined" variant="brand" loading={busy}>
          Join
        </wa-button>
      </form>
      <Refusal says={says} />
    </section>
  );
}
