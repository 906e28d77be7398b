// The seed asks its provider to keep the prompt for long. That is a setting of its process: no session
// says it, and a resume without it asks for another cache than the one that the session is in.
import { eventsOf } from "../../../evidence/evidence.ts";
import type { Lane } from "../../../lanes/lane.ts";
import { digestOf } from "../../../loopback/values.ts";
import { defineScenario } from "../../scenario.ts";
import type { Stage } from "../../stage.ts";
import { withSeedFaults } from "../../toolbox/child-fault.ts";
import { needsOwnSeed } from "../../toolbox/needs.ts";

const fault = "long-cache-at-the-seed";

/** Formats in which a request says for how long, whatever its model. */
const saying = new Set(["anthropic-messages", "openai-responses", "pi-messages"]);

export const seededWithLongCache = defineScenario({
  name: "seeded-with-long-cache",
  summary:
    "a prompt that was to be kept for long is not asked for so again: it costs the cache, and nothing else",
  explained: {
    why: "Sessions that are resumed after an hour are cheap only where their prompt was kept for so long.",
    causes: "How long a prompt is kept is a setting of a process, and no session says it.",
  },
  faults: [fault],
  needs: ["faults"],
  twin: true,
  notLive: "what a real provider is told cannot be seen",
  cannotRun: (lane, wireApi) => needsOwnSeed(lane) ?? needsTwin(lane) ?? needsWords(wireApi),
  expect: () => ({ kind: "hazard", shows: ["resume-continues"] }),
  covers: ["owned-outcome×dormant"],
  alterLaunch: (options, stage) => withSeedFaults(options, stage, "keeps-cache-long"),
  async arrange(stage) {
    const detail = "only the seed is told to ask for a long cache";
    stage.record({ type: "fault-armed", fault, detail });
    const proof = proofOf(stage);
    if (proof !== null) stage.record({ type: "fault-fired", fault, proof });
  },
});

/** As the formats spell it. */
const spellings = new Set(["1h", "24h", "long"].map(digestOf));

/** What the process of the seed asks for, seen where it goes on with the resumed turn's prompt. */
function proofOf(stage: Stage): string | null {
  const asked = eventsOf(stage, "model-requested").findLast(({ turn }) => turn === "twin");
  const path = Object.entries(asked?.values ?? {}).find(([, digest]) => spellings.has(digest))?.[0];
  return asked && path !== undefined ? `event ${asked.seq} says how long at ${path}` : null;
}

function needsWords(wireApi: string | null): string | null {
  if (wireApi !== null && saying.has(wireApi)) return null;
  return `nothing in ${wireApi ?? "a format that is not known"} says for how long a prompt is kept, or only of some models`;
}

/** The seed's process has to be one that can go on as the resumed one will. */
function needsTwin({ name, traits, surroundings }: Lane): string | null {
  if (!surroundings?.agent && !traits.mapsIdentity) return null;
  return `lane ${name} resumes no session that the seed's process could go on with`;
}
