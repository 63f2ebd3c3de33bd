/** Days and times as a review tells them. Times are milliseconds since 1970. */

const format = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });

export const dayAndTime = (at: number): string => format.format(at);
