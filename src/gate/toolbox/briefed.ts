// A seed whose model is told otherwise than a bare launch tells it. How that is done is for each agent.
import type { Briefing } from "../../formats/briefing.ts";
import type { SpawnOptions, Stage } from "../stage.ts";

/** Everything but a seed is left as it is; so is the seed of an agent that knows no such thing. */
export function withBriefing(
  options: SpawnOptions,
  { context: { agent } }: Stage,
  briefing: Briefing,
): SpawnOptions {
  if (options.role !== "seed" || !agent.briefings) return options;
  return { ...options, arguments: agent.briefings.seeded(options.arguments, briefing) };
}
