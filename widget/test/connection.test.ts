/** A connection carries on by itself: against a real socket.io server that loses, repeats and refuses things. */
import "./browser_socket";
import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, test } from "node:test";
import { effect, type ReadonlySignal } from "@preact/signals";
import { Server, type Socket } from "socket.io";
import { type Connection, connect } from "../src/shared/connection";
import type { Answer, Cursor, Request, Update } from "../src/shared/protocol.gen";

type View = { chat: Record<string, { id: string; client?: string; seq?: number }> };

/** A server with one session, whose log is a list of chat items. Each test changes how it behaves. */
class FakeServer {
  readonly io: Server;
  readonly cursors: Cursor[] = [];
  readonly received: Request[] = [];
  log: string[] = [];
  epoch = 0;
  answer: (request: Request) => Answer | "silence" = () => ({ ok: true, number: this.append("mine") });
  resumeAnswer: () => Answer | null = () => null;
  refusal: { code: string; says: string } | null = null;
  readonly #http = createServer();

  constructor() {
    this.io = new Server(this.#http, { path: "/socket.io", transports: ["websocket"] });
    this.io.of("/session").use((_, next) => {
      const error = this.refusal && Object.assign(new Error(this.refusal.says), { data: this.refusal });
      next(error ?? undefined);
    });
    this.io.of("/session").on("connection", (socket) => this.#serve(socket));
  }

  async listen(): Promise<string> {
    await new Promise<void>((ready) => this.#http.listen(0, "127.0.0.1", ready));
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  append(id: string): number {
    return this.log.push(id);
  }

  updateAfter(number: number): Update {
    const items = this.log.slice(number).map((id, at) => [`${number + at}`, { id }]);
    return { epoch: this.epoch, after: number, number: this.log.length, at: 0, view: { chat: Object.fromEntries(items) } };
  }

  push(update: Update): void {
    this.io.of("/session").emit("update", update);
  }

  /** Cuts every connection under socket.io's feet, as a network does. */
  cut(): void {
    for (const socket of this.io.of("/session").sockets.values()) socket.conn.close(true);
  }

  #serve(socket: Socket): void {
    socket.on("resume", (cursor: Cursor, done: (answer: Update | Answer) => void) => {
      this.cursors.push(cursor);
      done(this.resumeAnswer() ?? this.updateAfter(cursor.epoch === this.epoch ? cursor.number : 0));
    });
    socket.on("command", (request: Request, done: (answer: Answer) => void) => {
      this.received.push(request);
      const answer = this.answer(request);
      if (answer !== "silence") done(answer);
    });
  }
}

const open: { server: FakeServer; connection: Connection<View> }[] = [];
after(() => {
  for (const { server, connection } of open) {
    connection.close();
    void server.io.close();
  }
});

async function connected(prepare: (server: FakeServer) => void = () => undefined) {
  const server = new FakeServer();
  prepare(server);
  const connection = connect<View>({ host: await server.listen(), token: "t" });
  open.push({ server, connection });
  return { server, connection };
}

/** Resolves when what `read` says is true. */
function until(read: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const stop = effect(() => {
      if (read()) queueMicrotask(() => (stop(), resolve()));
    });
  });
}

const shown = (view: ReadonlySignal<View | null>): string[] => Object.values(view.value?.chat ?? {}).map(({ id }) => id);
const text = { do: "message.send", text: "hello" } as const;

test("it starts with everything there is", async () => {
  const { connection } = await connected((server) => server.log.push("a", "b"));
  await until(() => connection.state.value === "live");
  assert.deepEqual(shown(connection.view), ["a", "b"]);
});

test("an update that leaves something out makes it ask for the rest", async () => {
  const { server, connection } = await connected((made) => made.append("a"));
  await until(() => connection.state.value === "live");
  server.append("b");
  server.append("c");
  server.push(server.updateAfter(2));
  await until(() => shown(connection.view).length === 3);
  assert.deepEqual(server.cursors.at(-1), { epoch: 0, number: 1 });
});

test("an update that came before is passed over", async () => {
  const { server, connection } = await connected((made) => made.log.push("a", "b"));
  await until(() => connection.state.value === "live");
  server.push({ ...server.updateAfter(1), view: { chat: { "1": { id: "b, once more" } } } });
  server.append("c");
  server.push(server.updateAfter(2));
  await until(() => shown(connection.view).includes("c"));
  assert.deepEqual(shown(connection.view), ["a", "b", "c"]);
});

test("a new epoch brings the view whole", async () => {
  const { server, connection } = await connected((made) => made.log.push("a", "b", "lost"));
  await until(() => connection.state.value === "live");
  server.log = ["a", "gap"];
  server.epoch = 1;
  server.push(server.updateAfter(1));
  await until(() => shown(connection.view).includes("gap"));
  assert.deepEqual(shown(connection.view), ["a", "gap"]);
});

test("after a cut it says where it stands, and resends what was not answered under the same number", async () => {
  const { server, connection } = await connected((made) => made.append("a"));
  await until(() => connection.state.value === "live");
  server.answer = () => "silence";
  const answer = connection.send(text);
  await new Promise<void>((heard) => void (server.answer = () => (heard(), "silence")));
  server.answer = () => ({ ok: true, number: server.append("mine") });
  server.cut();
  assert.equal((await answer).ok, true);
  assert.deepEqual(server.cursors.at(-1), { epoch: 0, number: 1 });
  assert.deepEqual(server.received.map(({ seq }) => seq), [1, 1]);
  assert.equal(new Set(server.received.map(({ client }) => client)).size, 1);
});

test("a disconnect by the server is answered by coming back", async () => {
  const { server, connection } = await connected();
  await until(() => connection.state.value === "live");
  server.io.of("/session").disconnectSockets();
  await until(() => connection.state.value === "waiting");
  await until(() => connection.state.value === "live");
});

test("while the store is away it says so, keeps the command and sends it again", async () => {
  const { server, connection } = await connected();
  await until(() => connection.state.value === "live");
  let refusals = 2;
  server.answer = () =>
    refusals-- > 0 ? { ok: false, code: "unsaved", says: "", retry: true } : { ok: true, number: server.append("mine") };
  const answer = connection.send(text);
  await until(() => connection.state.value === "unsaved");
  assert.equal((await answer).ok, true);
  assert.equal(connection.state.value, "live");
});

test("what was written while offline is sent in order after the reconnect", async () => {
  const { server, connection } = await connected();
  await until(() => connection.state.value === "live");
  server.cut();
  await until(() => connection.state.value === "waiting");
  const answers = ["1", "2", "3"].map((each) => connection.send({ ...text, text: each }));
  await Promise.all(answers);
  assert.deepEqual(server.received.map(({ command }) => "text" in command && command.text), ["1", "2", "3"]);
});

test("the answer to a check goes out now or not at all, and never twice", async () => {
  const answer = { do: "check.answer", check: "who", answers: { code: "481516" } } as const;
  const { server, connection } = await connected((made) => (made.answer = () => "silence"));
  assert.equal((await connection.send(answer)).ok, false); // not connected yet
  await until(() => connection.state.value === "live");
  const sent = connection.send(answer);
  while (server.received.length === 0) await new Promise((later) => setImmediate(later));
  server.cut();
  assert.equal((await sent).ok, false);
  await until(() => connection.state.value === "live");
  assert.deepEqual(connection.pending.value, []);
  assert.equal(server.received.length, 1);
});

test("a refused connection says why and is left at that", async () => {
  const { connection } = await connected((server) => (server.refusal = { code: "bad_token", says: "Start again." }));
  await until(() => connection.state.value === "refused");
  assert.equal(connection.says.value, "Start again.");
});

test("a connection refused because the store is away is tried again", async () => {
  const { server, connection } = await connected((made) => (made.refusal = { code: "unsaved", says: "" }));
  await until(() => connection.state.value === "waiting");
  server.refusal = null;
  await until(() => connection.state.value === "live");
});

test("lens changes are not sent while the connection is down", async () => {
  const { server, connection } = await connected();
  await until(() => connection.state.value === "live");
  server.cut();
  await until(() => connection.state.value === "waiting");
  assert.equal((await connection.send({ do: "lens.change", page: "p" })).code, "replaced");
});
