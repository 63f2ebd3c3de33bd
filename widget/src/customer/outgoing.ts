/**
 * What is done to the customer's words on this device before they are sent: secrets are taken out, and a request
 * names the page it comes from. Fetched when somebody first writes.
 */
import { withoutSecrets } from "../shared/outgoing";
import type { Command } from "../shared/protocol.gen";
import { pageName } from "./page_name";

export { findSecrets } from "../shared/redact";

export function outgoing(command: Command): Command {
  const safe = withoutSecrets(command);
  return safe.do === "session.request" ? { ...safe, page: pageName() } : safe;
}
