// What models and tools do in several histories.
import type { StepBlock } from "../../loopback/steps.ts";

export const run = (command: string): StepBlock => ({ call: "bash", with: { command } });
export const answer: readonly StepBlock[] = [{ answer: true }];

/** Longer than any cell takes; it is ended with the cell. */
export const long = "sleep 300";
export const mark = (path: string | undefined): string => `touch '${path}'`;

/** A PNG of one pixel. */
const png =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
/** Beside the working directory, where a tool may leave something. */
export const picture = "../picture.png";
export const drawPicture = run(`echo ${png} | base64 -d > ${picture}`);
