/** The console's right column: the selected session's conversation, and where to write. */

import type { JSX } from "preact";

import type { ConsoleInfo, Term } from "../shared/protocol.gen";
import { ArticlesButton, ArticlesPanel } from "./articles";
import { Conversation } from "./conversation";
import { Editor } from "./editor";
import type { OpenSession } from "./open_sessions";
import { Whispers } from "./whispers";

const NO_TERMS: readonly Term[] = [];

export function Chat({ session, me }: { session: OpenSession; me: ConsoleInfo }): JSX.Element {
  const { connection } = session;
  const view = connection.view.value;
  return (
    <>
      <Conversation
        chat={view?.chat ?? {}}
        newFrom={session.newFrom.value}
        silent="Nothing has been written yet. Say hello."
        typing={connection.typing.value}
        pending={connection.pending.value}
        retry={(item) => connection.retry(item)}
        discard={(item) => connection.discard(item)}
      />
      {view !== null && view.session.ended === null && connection.state.value !== "refused" && (
        <>
          <Whispers view={view} connection={connection} me={me.id} />
          <ArticlesPanel key={`articles ${session.id}`} view={view} session={session} />
          <Editor
            key={session.id}
            session={session}
            language={view.session.language}
            replies={me.sites[view.session.site]?.canned_replies ?? []}
            glossaries={[view.playbook.glossary, me.sites[view.session.site]?.glossary ?? NO_TERMS]}
            limit={me.message_length}
          >
            <ArticlesButton view={view} />
          </Editor>
        </>
      )}
    </>
  );
}
