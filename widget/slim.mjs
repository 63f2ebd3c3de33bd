/**
 * Leaves out of the libraries in the customer's parts what these never use: the page pays for every byte.
 *
 * REPLACED has whole modules, TRIMMED single methods, written as short as they come to for us. That is: we send JSON
 * over one WebSocket (no other transports, no upgrades between them, no binary packets, no queue of socket.io's own),
 * need no polyfills for browsers of long ago, and few of lucide's options. Each must be met where it is expected, or
 * the build fails. The connection's tests run on the same trimmed libraries, against a real socket.io server.
 * When socket.io-client is updated, read again what is replaced here.
 */
import { readFile } from "node:fs/promises";
import { dirname } from "node:path";

const REPLACED = {
  "socket.io-client/build/esm/index.js": `
    export { Manager } from "./manager.js";
    export { WebSocket } from "engine.io-client";`,
  "engine.io-client/build/esm/index.js": `
    export { Socket } from "./socket.js";
    export { installTimerFunctions } from "./util.js";
    export { nextTick } from "./globals.node.js";
    export { WS as WebSocket } from "./transports/websocket.js";
    export const Fetch = undefined, NodeXHR = undefined, XHR = undefined;
    export const NodeWebSocket = undefined, WebTransport = undefined;`,
  "engine.io-client/build/esm/transports/index.js": "export const transports = {};",
  "engine.io-parser/build/esm/index.js": `
    const KINDS = ["open", "close", "ping", "pong", "message", "upgrade", "noop"];
    const BROKEN = { type: "error", data: "parser error" };
    export const protocol = 4;
    export const encodePacket = ({ type, data = "" }, _, done) => done(KINDS.indexOf(type) + data);
    export const decodePacket = (text) =>
      typeof text === "string" && KINDS[text[0]] ? { type: KINDS[text[0]], data: text.slice(1) } : BROKEN;`,
  "socket.io-parser/build/esm/is-binary.js": "export const isBinary = () => false, hasBinary = isBinary;",
  "dom-accessibility-api/dist/polyfills/SetLike.mjs": "export default Set;",
  "dom-accessibility-api/dist/polyfills/array.from.mjs": "export default (list) => Array.from(list);",
  "lucide-preact/dist/esm/createLucideIcon.mjs": `
    import { h } from "preact";
    const SHAPE = { viewBox: "0 0 24 24", fill: "none", stroke: "currentColor", "stroke-width": 2,
      "stroke-linecap": "round", "stroke-linejoin": "round" };
    export default ({ node }) => ({ size = 24, ...rest }) =>
      h("svg", { ...SHAPE, width: size, height: size, ...rest }, node.map(([tag, shape]) => h(tag, shape)));`,
};

/** Nobody calls it: the method goes altogether. */
const UNUSED = null;

/** By module and method (or function): its new body. */
const TRIMMED = {
  "socket.io-client/build/esm/socket.js": {
    send: UNUSED,
    close: UNUSED,
    compress: UNUSED,
    // Its own queue of commands to repeat: ours is pending.ts.
    _addToQueue: UNUSED,
    _drainQueue: "",
    // Listeners to every event.
    onAny: UNUSED,
    prependAny: UNUSED,
    offAny: UNUSED,
    listenersAny: UNUSED,
    onAnyOutgoing: UNUSED,
    prependAnyOutgoing: UNUSED,
    offAnyOutgoing: UNUSED,
    listenersAnyOutgoing: UNUSED,
    notifyOutgoingListeners: "",
    emitEvent: "super.emit(...args);",
  },
  "socket.io-parser/build/esm/index.js": {
    encode: "return [this.encodeAsString(obj)];",
    encodeAsBinary: UNUSED,
    add: `super.emitReserved("decoded", this.decodeString(obj));`,
    // 2/session,7["resume",{}] is an event in the namespace /session that asks for an answer to number 7.
    decodeString: `
      const [, type, nsp = "/", id, data] = /^([0-4])(?:(\\/[^,]*),?)?(\\d*)(.*)$/s.exec(str);
      const packet = { type: Number(type), nsp };
      if (id) packet.id = Number(id);
      if (data) packet.data = JSON.parse(data);
      if (data && !Decoder.isPayloadValid(packet.type, packet.data)) throw new Error("invalid payload");
      return packet;`,
    tryParse: UNUSED,
    destroy: "",
  },
  "engine.io-client/build/esm/socket.js": {
    // Always with an address, a path and one transport's class; none of the other options.
    constructor: `
      super();
      installTimerFunctions(this, opts);
      const { protocol, hostname, port } = new URL(uri);
      this.secure = protocol === "https:";
      this.hostname = hostname;
      this.port = port;
      this.writeBuffer = [];
      this._prevBufferLen = 0;
      this._pingTimeoutTime = Infinity;
      this.transports = ["websocket"];
      this._transportsByName = { websocket: opts.transports[0] };
      this.opts = { ...opts, path: opts.path + "/", transportOptions: {} };
      if (hostname !== "localhost") {
        this._offlineEventListener = () => this._onClose("transport close", { description: "network connection lost" });
        OFFLINE_EVENT_LISTENERS.push(this._offlineEventListener);
      }
      this._open();`,
    // From long-polling to WebSocket, while nothing may be sent or closed.
    _probe: UNUSED,
    _filterUpgrades: "",
    _open: `
      this.readyState = "opening";
      const transport = this.createTransport(this.transports[0]);
      transport.open();
      this.setTransport(transport);`,
    onOpen: `
      this.readyState = "open";
      this.emitReserved("open");
      this.flush();`,
    close: `
      const close = () => {
        this._onClose("forced close");
        this.transport.close();
      };
      if ("opening" !== this.readyState && "open" !== this.readyState) return this;
      this.readyState = "closing";
      if (this.writeBuffer.length) this.once("drain", close);
      else close();
      return this;`,
    _getWritablePackets: "return this.writeBuffer;",
    _onError: `
      this.emitReserved("error", err);
      this._onClose("transport error", err);`,
    send: UNUSED,
  },
  "engine.io-client/build/esm/transport.js": {
    _hostname: "return this.opts.hostname;", // an IPv6 address has its brackets from `new URL`
  },
  "engine.io-client/build/esm/transports/websocket.js": {
    // Without the options of Node and React Native.
    doOpen: `
      try {
        this.ws = new WebSocket(this.uri());
      } catch (err) {
        return this.emitReserved("error", err);
      }
      this.addEventListeners();`,
    createSocket: UNUSED,
  },
  // Without what stands in for `labels`, `control` and `selectedOptions` in browsers of long ago.
  "dom-accessibility-api/dist/accessible-name-and-description.mjs": {
    querySelectedOptions: `
      if (isHTMLSelectElement(listbox)) return listbox.selectedOptions;
      return querySelectorAllSubtree(listbox, '[aria-selected="true"]');`,
    hasAbstractRole: `return hasAnyConcreteRoles(node, ["meter", "progressbar", "scrollbar", "slider", "spinbutton"]);`,
    isLabelableElement: UNUSED,
    findLabelableElement: UNUSED,
    getControlOfLabel: UNUSED,
    getLabels: "return element.labels ? ArrayFrom(element.labels) : null;",
  },
  "dom-accessibility-api/dist/getRole.mjs": { getLocalName: "return element.localName;" },
  "dom-accessibility-api/dist/util.mjs": { safeWindow: "return node.ownerDocument.defaultView;" },
};

/** The module's text with some of its methods and functions trimmed; what is not found is added to `unmet`. */
function trimmed(text, methods, unmet) {
  return Object.entries(methods).reduce((left, [name, body]) => {
    const method = new RegExp(
      `^((?<indent>    )?(?:(?:export )?function )?${name}\\([^\\n]*\\) \\{)\\n.*?^\\k<indent>\\}$`,
      "ms",
    );
    if (!method.test(left)) unmet.add(`${name}()`);
    return left.replace(method, (_, head) => (body === UNUSED ? "" : `${head}${body}}`));
  }, text);
}

const partOf = (path) => path.replaceAll("\\", "/").split("/node_modules/").at(-1);

/** The plugin. Every part has to be met in the whole build; a test's bundle has only some. */
export const slim = ({ whole }) => ({
  name: "slim",
  setup({ onLoad, onEnd }) {
    const unmet = new Set(whole ? [...Object.keys(REPLACED), ...Object.keys(TRIMMED)] : []);
    onLoad({ filter: /[\\/]node_modules[\\/].*\.m?js$/ }, async ({ path }) => {
      const part = partOf(path);
      unmet.delete(part);
      if (REPLACED[part] !== undefined) return { contents: REPLACED[part], resolveDir: dirname(path) };
      if (TRIMMED[part] === undefined) return undefined;
      return { contents: trimmed(await readFile(path, "utf8"), TRIMMED[part], unmet) };
    });
    onEnd(() => ({ errors: [...unmet].map((part) => ({ text: `${part} is no longer there: look at slim.mjs` })) }));
  },
});
