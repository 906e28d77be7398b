// How a fault in a child says that it is in place: one line on standard error, which the gate
// follows. Written straight to the descriptor, so that nothing the agent does can hold it back.
import { writeSync } from "node:fs";

export const inPlaceLine = "resume-matrix fault: in place";

export function sayInPlace(): void {
  writeSync(2, `${inPlaceLine}\n`);
}

/** A fault in a child, as scenarios name it; how it is put in is for each agent. */
export type ChildFault =
  /** Its turn is aborted once a tool of it has said something. */
  | "aborts-tool"
  /** SIGTERM changes nothing. */
  | "deaf"
  /** It ends with `diesWith` before anything of its session was served. */
  | "dies-at-start"
  /** It writes `floodBytes` to standard error before its session is served. */
  | "floods-stderr"
  /** A symbolic link stands where its control socket should be. */
  | "forges-socket"
  /** It asks its provider to keep prompts for longer than the seed did. */
  | "keeps-cache-long"
  /** It names another key to its provider by which a prompt is kept. */
  | "other-cache-key"
  /** It finds nothing in its session of what the model was told of itself. */
  | "forgets-its-prompt"
  /** Its model is told of two tools only. */
  | "drops-tools"
  /** A process that it starts lives on after it. */
  | "leaves-a-tool"
  /** It tells its model nothing of what tools gave back. */
  | "loses-results"
  /** Its session never comes to its start. */
  | "never-serves"
  /** Once a turn has ended it gives the session the title `titleGiven`. */
  | "retitles";

/** No agent ends with this by itself. */
export const diesWith = 86;

export const floodBytes = 8 * 1024 * 1024;

export const titleGiven = "A title that pleases a person";
