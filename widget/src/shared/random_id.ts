/** A random name. `crypto.randomUUID` is not there on pages served over plain HTTP; this is. */
export function randomId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
