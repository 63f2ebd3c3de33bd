/** Gives Node the WebSocket that browsers have. To be imported before anything that looks for it. */
import { WebSocket } from "ws";

Object.assign(globalThis, { WebSocket });
