// What can become of a resumed child in simulation.
export const childFates = [
  "replies",
  /** The first attempt fails, is written down, and is made again. */
  "retries",
  /** The model fails for good: the turn settles with an error. */
  "fails-turn",
  "fails-to-start",
  "exits-at-once",
  /** Killed with its user entry written and no reply. */
  "dies-in-turn",
  /** Ends with its turn, socket and all. */
  "leaves-after-turn",
  /** Never listens; SIGTERM ends it. */
  "hangs",
  /** Never listens, and only SIGKILL ends it. */
  "ignores-signals",
  /** Listens only after the SIGTERM that it ignores. */
  "listens-late",
  /** A symbolic link stands where its socket should be, and only SIGKILL ends it. */
  "forges-socket",
] as const;
export type ChildFate = (typeof childFates)[number];
