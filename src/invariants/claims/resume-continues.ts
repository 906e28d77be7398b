// A resumed process asks what one that was never stopped would have asked: the same body and the same
// session-bearing headers. What differs is told by its path, and by what it costs.
import type { EventOf } from "../../evidence/event.ts";
import { type Evidence, eventsOf } from "../../evidence/evidence.ts";
import type { RequestValues } from "../../evidence/held.ts";
import {
  holds,
  type Invariant,
  type Judgement,
  notApplicable,
  unknown,
  violated,
} from "../invariant.ts";
import { at, unlessExpected } from "../reading/checks.ts";
import { never } from "../reading/circumstances.ts";
import { costsOf, differences } from "../reading/requests.ts";

export const resumeContinues: Invariant = {
  name: "resume-continues",
  claim:
    "The resumed turn's first request was that of a twin that was never stopped, in its body and in the headers that bear the session.",
  explained: {
    why: "If a resumed process asks otherwise than the one that was never stopped, the model acts otherwise and the cached prompt is paid for again.",
    causes:
      "System prompt, tools, session headers or cache settings that were given at the start and are not stored in the session.",
  },
  judge,
  simulated: { asked: never, otherwise: "The simulated model is told nothing in full." },
};

type Request = EventOf<"model-requested">;
type Told = Request & { readonly values: RequestValues };

function judge(evidence: Evidence): Judgement {
  const { cell } = evidence;
  if (!cell.twin) return notApplicable(whyNoTwin(evidence));
  const elsewhere = unlessExpected(evidence, ["resumed", "turn-failed"], "no turn is resumed");
  if (elsewhere) return elsewhere;
  const [twin] = promptedIn(evidence, "twin");
  if (!twin) return unknown("the process that was to go on never asked its model");
  const [resumed] = promptedIn(evidence, "resume");
  if (!resumed) return unknown("the resumed turn's request was not seen", twin);
  if (resumed.model !== twin.model) {
    return notApplicable(`another model was asked (${at(resumed)}), of which model-identity tells`);
  }
  if (resumed.lastUserText !== twin.lastUserText) {
    return notApplicable(`the lane says the message in words of its own (${at(resumed)})`);
  }
  const found = differences(twin.values, resumed.values, resumed.wireApi);
  if (found.length === 0) {
    const count = Object.keys(resumed.values).length;
    return holds(`${at(resumed)} says what ${at(twin)} said, in ${count} values`, twin, resumed);
  }
  const costs = costsOf(found).join(", ");
  const because = `${at(resumed)} differs from its twin's request (${at(twin)}) in ${listed(found)}; it costs: ${costs}`;
  return violated(because, twin, resumed);
}

function whyNoTwin({ cell }: Evidence): string {
  if (cell.history?.killed)
    return "no process can have gone on: the agent was killed in its last turn";
  return "no process of the cell went on without being stopped";
}

/** Those with the message in them: the agent may ask for a summary first. */
function promptedIn({ cell, events }: Evidence, turn: Request["turn"]): readonly Told[] {
  return eventsOf({ events }, "model-requested").filter(
    (request): request is Told =>
      request.turn === turn &&
      request.values !== undefined &&
      request.lastUserText.includes(cell.nonces.resumeUser),
  );
}

/** More than these say nothing more. */
const mostTold = 5;

function listed(found: ReturnType<typeof differences>): string {
  const told = found.slice(0, mostTold).map(({ path, how }) => `${path} (${how})`);
  const more = found.length - told.length;
  return more > 0 ? `${told.join(", ")} and ${more} more` : told.join(", ");
}
