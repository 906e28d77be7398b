// What a seed's model can be told otherwise than a later launch tells it, as scenarios name it; how that
// is done is for each agent.

export type Briefing =
  /** It has some of the agent's own tools and no others. */
  | "few-tools"
  /** `instructionsGiven` stands behind the agent's own system prompt. */
  | "more-instructions"
  /** `promptGiven` stands in the place of the agent's own system prompt, as another version's would. */
  | "own-prompt"
  /** A tool that only an addition to this one launch brings. */
  | "extra-tool";

export const promptGiven = "You are an agent of another version, and helpful.";

export const instructionsGiven = "Answer every question about fruit with: bananas.";
