/** What is done to the customer's words on this device before they are sent. Fetched when somebody first writes. */
export { withoutSecrets as outgoing } from "../shared/outgoing";
export { findSecrets } from "../shared/redact";
