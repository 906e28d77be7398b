// The seed's model is told something that a bare launch does not tell: by options of the seed, which
// nobody repeats. A resume restores what the session says of it, or does not run.
import type { Expectation, LaneTraits } from "../../../evidence/cell.ts";
import { eventsOf } from "../../../evidence/evidence.ts";
import type { Briefing } from "../../../formats/briefing.ts";
import { dispatchOnce } from "../../dispatching.ts";
import type { Session } from "../../observe/session.ts";
import { resumeAndObserve } from "../../resuming.ts";
import { type DormantFacts, defineScenario, type Scenario } from "../../scenario.ts";
import type { SpawnOptions, Stage } from "../../stage.ts";
import { withBriefing } from "../../toolbox/briefed.ts";
import { needsOwnSeed } from "../../toolbox/needs.ts";

/** The child ends before a turn, and names what it cannot give back. */
const notTakenUp: Expectation = { kind: "start-failed", watch: "child-exited" };

const lost: Expectation = { kind: "hazard", shows: ["prompt-and-tools-kept"] };

/**
 * A one-shot worker is launched bare, and whatever its agent does not restore by itself is lost. What the
 * session does not say, nobody can tell again.
 */
export const lostWithoutLock =
  (otherwise: Expectation) =>
  ({ locking }: LaneTraits, { tellsPrompt, canTellAgain }: DormantFacts): Expectation => {
    if (!locking || !tellsPrompt) return lost;
    return canTellAgain ? otherwise : notTakenUp;
  };

/** A dispatch that is to find no resident leaves nothing to observe. */
export async function resumeIfDue(stage: Stage, session: Session): Promise<void> {
  if (stage.cell.expectation.kind === "start-failed") await dispatchOnce(stage, { dispatch: 1 });
  else await resumeAndObserve(stage, session);
}

/** What every scenario of this kind has in common. */
function seededWith(fault: string, briefing: Briefing) {
  return {
    faults: [fault],
    needs: ["briefings"],
    realSeed: true as const,
    notLive: "what a real provider is told cannot be seen",
    cannotRun: needsOwnSeed,
    alterLaunch: (options: SpawnOptions, stage: Stage) => withBriefing(options, stage, briefing),
    async arrange(stage: Stage) {
      stage.record({
        type: "fault-armed",
        fault,
        detail: `only the seed is launched with ${briefing}`,
      });
      const proof = toldAtSeed(stage);
      if (proof !== null) stage.record({ type: "fault-fired", fault, proof });
    },
  } satisfies Partial<Scenario>;
}

/** What the seed's model was told, as it arrived at the provider. */
export function toldAtSeed(stage: Stage): string | null {
  const request = eventsOf(stage, "model-requested").findLast(({ turn }) => turn === "seed");
  if (!request?.told) return null;
  const { instructions, tools } = request.told;
  const names = Object.keys(tools).join(", ");
  return `event ${request.seq}: tools ${names}, system prompt ${instructions.slice(0, 12)}`;
}

export const seededWithFewTools = defineScenario({
  ...seededWith("few-tools-at-the-seed", "few-tools"),
  name: "seeded-with-few-tools",
  summary: "a session that began with few tools goes on with those, and gets no others",
  expect: (traits, session) =>
    session.restoresTools
      ? { kind: "resumed" }
      : lostWithoutLock({ kind: "resumed" })(traits, session),
  explained: {
    why: "Tools are permissions: a session that was begun without them was meant to do without.",
    causes: "Tools are an option of the first launch and are not restored from the session.",
  },
  covers: ["owned-outcome×dormant"],
});

export const seededWithInstructions = defineScenario({
  ...seededWith("instructions-at-the-seed", "more-instructions"),
  name: "seeded-with-instructions",
  summary: "a session that began with instructions of its own goes on with them",
  explained: {
    why: "Instructions of the first launch are part of what was agreed; without them the agent acts otherwise.",
    causes: "Extra instructions are an option that no resume repeats.",
  },
  expect: lostWithoutLock({ kind: "resumed" }),
  covers: ["owned-outcome×dormant"],
});

export const seededWithOwnPrompt = defineScenario({
  ...seededWith("prompt-at-the-seed", "own-prompt"),
  name: "seeded-with-own-prompt",
  summary:
    "a session that began with another system prompt, as of another version, goes on with it",
  explained: {
    why: "After an update of the agent its built-in prompt is another; a running task should not change under way.",
    causes: "The system prompt is made anew at each start.",
  },
  expect: lostWithoutLock({ kind: "resumed" }),
  covers: ["owned-outcome×dormant"],
});

export const extensionGone = defineScenario({
  ...seededWith("tool-of-an-extension", "extra-tool"),
  name: "extension-gone",
  summary: "a session with a tool that is not there any more is not resumed without it",
  expect: lostWithoutLock(notTakenUp),
  explained: {
    why: "A session whose tool is missing would call it in vain, or invent its result.",
    causes: "Missing tools are left out silently.",
  },
  covers: ["watch:child-exited"],
  act: resumeIfDue,
});
