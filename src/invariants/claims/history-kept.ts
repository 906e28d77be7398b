// What the dormant session holds is on the wire again when it is resumed: each prompt, what each tool
// gave back, each picture, and each seal of the provider's where the model is the same. What the agent
// lawfully leaves out (failed replies, other branches, what a summary stands for) is not counted as held.
import type { EventOf } from "../../evidence/event.ts";
import { type Evidence, eventsOf, lastOf } from "../../evidence/evidence.ts";
import type { HeldPart, RequestValues } from "../../evidence/held.ts";
import { holds, type Invariant, type Judgement, notApplicable, violated } from "../invariant.ts";
import { at } from "../reading/checks.ts";
import { never } from "../reading/circumstances.ts";

export const historyKept: Invariant = {
  name: "history-kept",
  claim:
    "Each request of a resumed turn told the model all that the session held: prompts, results of tools, images, signatures.",
  explained: {
    why: "A model that is not told a part of the past contradicts it, repeats its work, or undoes it.",
    causes:
      "The agent drops what it cannot express for this wire format, or repairs a broken turn by leaving it out.",
  },
  judge,
  simulated: { asked: never, otherwise: "The simulated model is told nothing in full." },
};

type Request = EventOf<"model-requested">;
type Told = Request & { readonly values: RequestValues };

function judge(evidence: Evidence): Judgement {
  const held = lastOf(evidence, "history-held");
  if (!held) return notApplicable("nobody read what the session holds before it was resumed");
  const requests = eventsOf(evidence, "model-requested").filter(
    (request): request is Told => request.values !== undefined && takesUp(evidence, request),
  );
  if (requests.length === 0) {
    return notApplicable("what a resumed turn told the model was not seen");
  }
  const lacking = requests.map((request) => ({ request, parts: missing(held.parts, request) }));
  const short = lacking.filter(({ parts }) => parts.length > 0);
  if (short.length === 0) {
    const all = `all ${held.parts.length} parts of the session (${at(held)})`;
    return holds(`${requests.map(at).join(", ")}: ${all} are there`, held, ...requests);
  }
  const told = short.map(({ request, parts }) => `${at(request)} lacks ${listed(parts)}`);
  return violated(
    `${told.join("; ")} (held: ${at(held)})`,
    held,
    ...short.map(({ request }) => request),
  );
}

/** The request of a resumed turn itself; the agent may ask for a summary before it. */
function takesUp({ cell }: Evidence, { turn, lastUserText }: Request): boolean {
  const { resumeUser, followUpUser } = cell.nonces;
  if (turn === "resume") return lastUserText.includes(resumeUser);
  return turn === "recovery" && lastUserText.includes(followUpUser);
}

function missing(parts: readonly HeldPart[], { values }: Told): readonly HeldPart[] {
  const there = new Set(Object.values(values));
  return parts.filter(({ digests }) => !digests.some((digest) => there.has(digest)));
}

const words: Readonly<Record<HeldPart["kind"], string>> = {
  prompt: "the prompt",
  result: "the result of a tool",
  image: "the image",
  signature: "the signature",
};

/** More than these say nothing more. */
const mostTold = 5;

function listed(parts: readonly HeldPart[]): string {
  const told = parts
    .slice(0, mostTold)
    .map(({ kind, entryId }) => `${words[kind]} in entry ${entryId ?? "without an id"}`);
  const more = parts.length - told.length;
  return more > 0 ? `${told.join(", ")} and ${more} more` : told.join(", ");
}
