/**
 * Steering the playbook: hold it at a question, follow the customer again, skip, go to a question, put it aside, end it.
 *
 * Every press is a command; what comes of it the next view shows. It knows nothing of the prompt's words.
 */

import type { JSX } from "preact";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { BookOpenText, Ellipsis, Flag, Footprints, ListOrdered, Pause, Pin, Play, SkipForward, Undo2 } from "lucide-preact";

import type { PlaybookInfo, SteerPrompt } from "../shared/protocol.gen";
import type { Commanding } from "./command";
import { type Listed, ListDialog } from "./prompt_list";

interface SteeringProps {
  readonly playbook: PlaybookInfo;
  /** The step the prompt is about; empty: none. */
  readonly step: string;
  readonly playbooks: Readonly<Record<string, string>>;
  readonly command: Commanding;
}

type Steer = (how: SteerPrompt["how"], step?: string, reason?: string) => Promise<boolean>;

export function Steering({ playbook, step, playbooks, command }: SteeringProps): JSX.Element {
  const [dialog, setDialog] = useState<"" | "steps" | "playbooks">("");
  const close = useCallback(() => setDialog(""), []);
  const steer: Steer = (how, step = "", reason = "") => command.send({ do: "prompt.steer", how, step, reason });
  return (
    <div class="prompt-steering">
      <Hold playbook={playbook} step={step} steer={steer} />
      {step !== "" && !playbook.aside && <Skip key={step} step={step} steer={steer} />}
      <More playbook={playbook} steer={steer} show={setDialog} />
      <ListDialog
        label="Go to a question"
        items={listedSteps(playbook, step)}
        open={dialog === "steps"}
        close={close}
        choose={(id) => void steer("jump", id)}
      />
      <ListDialog
        label="Change the playbook"
        items={listedPlaybooks(playbooks, playbook.id)}
        open={dialog === "playbooks"}
        close={close}
        choose={(id) => void command.send({ do: "playbook.choose", playbook: id })}
      />
    </div>
  );
}

function Hold({ playbook, step, steer }: { playbook: PlaybookInfo; step: string; steer: Steer }) {
  if (playbook.aside) return <Follow icon={Play} words="Take up again" steer={steer} />;
  if (playbook.finishing) return <Follow icon={Undo2} words="Back to the form" steer={steer} />;
  if (playbook.pinned !== "" || playbook.jumped !== "")
    return <Follow icon={Footprints} words="Follow the customer" steer={steer} />;
  if (step === "") return null;
  return (
    <wa-button size="s" appearance="plain" onClick={() => void steer("pin", step)}>
      <Pin slot="start" size="1.1em" aria-hidden="true" />
      Hold here
    </wa-button>
  );
}

function Follow({ icon: Icon, words, steer }: { icon: typeof Play; words: string; steer: Steer }) {
  return (
    <wa-button size="s" variant="brand" appearance="outlined" class="prompt-follow" onClick={() => void steer("follow")}>
      <Icon slot="start" size="1.1em" aria-hidden="true" />
      {words}
    </wa-button>
  );
}

/** Skipping asks why: the reason is part of the session's record. */
function Skip({ step, steer }: { step: string; steer: Steer }) {
  const popover = useRef<HTMLElementTagNameMap["wa-popover"]>(null);
  const button = useRef<HTMLElementTagNameMap["wa-button"]>(null);
  const [open, setOpen] = useState(false);
  useEffect(() => {
    if (popover.current === null) return;
    popover.current.anchor = button.current;
    popover.current.open = open;
  }, [open]);
  return (
    <>
      <wa-button ref={button} size="s" appearance="plain" onClick={() => setOpen(true)}>
        <SkipForward slot="start" size="1.1em" aria-hidden="true" />
        Skip
      </wa-button>
      <wa-popover
        ref={popover}
        class="point"
        placement="bottom-end"
        distance={4}
        onwa-after-show={() => requestAnimationFrame(() => popover.current?.querySelector("wa-input")?.focus())}
        onwa-after-hide={(event) => event.target === popover.current && setOpen(false)}
      >
        {open && <SkipForm skip={(reason) => steer("skip", step, reason)} close={() => setOpen(false)} />}
      </wa-popover>
    </>
  );
}

function SkipForm({ skip, close }: { skip: (reason: string) => Promise<boolean>; close: () => void }) {
  const [reason, setReason] = useState("");
  const [says, setSays] = useState("");
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (reason.trim() === "") return setSays("Say in a few words why it is not needed.");
    close();
    await skip(reason.trim());
    document.getElementById("prompt")?.focus({ preventScroll: true });
  };
  return (
    <form class="point-form" onSubmit={submit}>
      <wa-input
        size="s"
        label="Why is this question not needed?"
        hint="A few words. They are kept with the session."
        autocomplete="off"
        enterkeyhint="done"
        maxlength={200}
        value={reason}
        onInput={(event) => setReason(event.currentTarget.value ?? "")}
      />
      <p class="prompt-says" role="alert">
        {says}
      </p>
      <div class="buttons">
        <wa-button type="submit" size="s" variant="brand">
          Skip it
        </wa-button>
        <wa-button size="s" appearance="plain" data-popover="close">
          Cancel
        </wa-button>
      </div>
    </form>
  );
}

interface MoreProps {
  readonly playbook: PlaybookInfo;
  readonly steer: Steer;
  readonly show: (dialog: "steps" | "playbooks") => void;
}

function More({ playbook, steer, show }: MoreProps) {
  const chosen = (event: CustomEvent): void => {
    const { item } = event.detail as { item: { value: string } };
    if (item.value === "steps" || item.value === "playbooks") show(item.value);
    else void steer(item.value as SteerPrompt["how"]);
  };
  return (
    <wa-dropdown placement="bottom-end" onwa-select={chosen}>
      <wa-button slot="trigger" size="s" appearance="plain" class="prompt-menu">
        <Ellipsis size="1.2em" aria-hidden="true" />
        <span class="unseen">More about the playbook</span>
      </wa-button>
      <wa-dropdown-item value="steps">
        <ListOrdered slot="icon" size="1.1em" aria-hidden="true" /> Go to a question…
      </wa-dropdown-item>
      {!playbook.finishing && (
        <wa-dropdown-item value="finish">
          <Flag slot="icon" size="1.1em" aria-hidden="true" /> Come to the end
        </wa-dropdown-item>
      )}
      {!playbook.aside && (
        <wa-dropdown-item value="aside">
          <Pause slot="icon" size="1.1em" aria-hidden="true" /> Put aside
        </wa-dropdown-item>
      )}
      <wa-dropdown-item value="playbooks">
        <BookOpenText slot="icon" size="1.1em" aria-hidden="true" /> Change the playbook…
      </wa-dropdown-item>
    </wa-dropdown>
  );
}

function listedSteps({ steps, skipped, pinned, jumped }: PlaybookInfo, current: string): Listed[] {
  return steps.map(({ id, title }, index) => ({
    id,
    title,
    number: index + 1,
    current: id === current,
    note: id === (pinned || jumped) ? "held here" : skipped.includes(id) ? "skipped" : "",
  }));
}

function listedPlaybooks(playbooks: Readonly<Record<string, string>>, current: string): Listed[] {
  const all = Object.entries(playbooks).map(([id, title]) => ({ id, title, current: id === current, note: "" }));
  return [...all, { id: "", title: "None: work without a playbook", current: false, note: "" }];
}
