/** A dialog with a list to choose one of: the playbook's questions, or the playbooks. It only shows and tells. */

import type { JSX } from "preact";

export interface Listed {
  readonly id: string;
  readonly title: string;
  readonly number?: number;
  readonly current: boolean;
  /** How it stands, in a word or two. */
  readonly note: string;
}

interface ListProps {
  readonly label: string;
  readonly items: readonly Listed[];
  readonly open: boolean;
  readonly close: () => void;
  readonly choose: (id: string) => void;
}

export function ListDialog({ label, items, open, close, choose }: ListProps): JSX.Element {
  const chosen = (id: string): void => {
    choose(id);
    close();
  };
  return (
    <wa-dialog
      label={label}
      open={open}
      lightDismiss
      onwa-after-hide={(event) => event.target === event.currentTarget && close()}
    >
      {open && (
        <ol class="prompt-list">
          {items.map((item) => (
            <li key={item.id}>
              <button type="button" aria-current={item.current || undefined} onClick={() => chosen(item.id)}>
                <span class="prompt-list-number">{item.number}</span>
                <span>{item.title}</span>
                {(item.current || item.note !== "") && (
                  <span class="prompt-list-note">{item.note || "here now"}</span>
                )}
              </button>
            </li>
          ))}
        </ol>
      )}
    </wa-dialog>
  );
}
