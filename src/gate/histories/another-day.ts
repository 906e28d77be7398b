// A session of the day before: whatever names the day or the hour is another's by now.
import type { History } from "./history.ts";

const dayMs = 24 * 60 * 60 * 1_000;
const timestamp = /"timestamp":(?:"([^"]+)"|(\d+))/g;

/** Of each form in which a line says when it was written. */
function dayBefore(_: string, text: string | undefined, milliseconds: string | undefined): string {
  if (text === undefined) return `"timestamp":${Number(milliseconds) - dayMs}`;
  return `"timestamp":"${new Date(Date.parse(text) - dayMs).toISOString()}"`;
}

export const anotherDay: History = {
  name: "another-day",
  summary: "the session is of the day before",
  edited: (text) => text.replaceAll(timestamp, dayBefore),
  otherwise: "kept",
};
