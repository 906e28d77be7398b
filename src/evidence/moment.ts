// When the gate looked: one word for each point of a cell's course that observations refer to.

/** When an observation was made, relative to the resume. */
export type Moment =
  | "before-seed"
  | "after-seed"
  | "before-resume"
  | "at-release"
  | "after-dispatch"
  | "after-turn"
  | "after-follow-up"
  | "after-reap";
