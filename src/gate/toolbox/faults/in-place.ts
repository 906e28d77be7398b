// How a fault in a child says that it is in place: one line on standard error, which the gate
// follows. Written straight to the descriptor, so that nothing the agent does can hold it back.
import { writeSync } from "node:fs";

export const inPlaceLine = "resume-matrix fault: in place";

export function sayInPlace(): void {
  writeSync(2, `${inPlaceLine}\n`);
}
