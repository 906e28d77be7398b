// A model that is told otherwise after a resume than before it is another agent to the user, and finds
// nothing in the prompt cache. Seen at the provider, in hashes of what the requests say.
import type { EventOf } from "../../evidence/event.ts";
import { type Evidence, eventsOf } from "../../evidence/evidence.ts";
import { holds, type Invariant, type Judgement, notApplicable, violated } from "../invariant.ts";
import { at } from "../reading/checks.ts";
import { never } from "../reading/circumstances.ts";

export const promptAndToolsKept: Invariant = {
  name: "prompt-and-tools-kept",
  claim:
    "A resumed turn tells the model the same system prompt and tools as the session's last turn did.",
  explained: {
    why: "With another system prompt or other tools the same session is another agent.",
    causes:
      "Options of the first launch that nobody repeats, an instructions file of the directory that changed, an extension that is gone.",
  },
  judge,
  simulated: { asked: never, otherwise: "The simulated model is told nothing of itself." },
};

type Request = EventOf<"model-requested">;
type Told = NonNullable<Request["told"]>;
type Telling = Request & { readonly told: Told };

function judge(evidence: Evidence): Judgement {
  const altered = eventsOf(evidence, "history-made").find(({ made }) => made === "by-hand");
  if (altered) {
    return notApplicable(
      "the session was changed by hand: what it says of it counts, not what was told",
    );
  }
  const requests = eventsOf(evidence, "model-requested").filter(
    (request): request is Telling => request.told !== undefined,
  );
  const later = requests.filter(({ turn }) => turn !== "seed" && turn !== "twin");
  const pairs = later.flatMap((after) => {
    const before = requests.findLast((each) => each.turn === "seed" && isOfOneModel(each, after));
    // A session that was summed up at its end is told anew, in other words for the same.
    return before && ![before, after].some(asksForSummary) ? [{ before, after }] : [];
  });
  if (pairs.length === 0) {
    return notApplicable(
      "no resumed turn asked the model of the seed, and was seen with what it tells",
    );
  }
  const changed = pairs.flatMap((pair) => {
    const words = differences(pair.before.told, pair.after.told);
    return words.length > 0 ? [{ ...pair, words }] : [];
  });
  if (changed.length === 0) {
    const told = pairs.map(({ before, after }) => `${at(after)} as ${at(before)}`);
    return holds(told.join(", "), ...bothOf(pairs));
  }
  const texts = changed.map(({ before, after, words }) => {
    return `the ${after.turn} request (${at(after)}) tells the model otherwise than the seed's (${at(before)}): ${words.join(", ")}`;
  });
  return violated(texts.join("; "), ...bothOf(changed));
}

interface Pair {
  readonly before: Telling;
  readonly after: Telling;
}

/** Each once: the seed's request stands in more than one pair. */
const bothOf = (pairs: readonly Pair[]): ReadonlySet<Telling> =>
  new Set(pairs.flatMap(({ before, after }) => [before, after]));

/** Formats differ in what they can say, and models in what they are told. */
const isOfOneModel = (one: Request, other: Request): boolean =>
  one.model === other.model && one.wireApi === other.wireApi;

/** A compaction asks the model in words of its own, in one message and without tools. */
const asksForSummary = ({ userMessages, told }: Telling): boolean =>
  userMessages === 1 && Object.keys(told.tools).length === 0;

function differences(before: Told, after: Told): readonly string[] {
  const [was, is] = [Object.keys(before.tools), Object.keys(after.tools)];
  const gone = was.filter((name) => !(name in after.tools));
  const added = is.filter((name) => !(name in before.tools));
  const altered = was.filter(
    (name) => name in after.tools && before.tools[name] !== after.tools[name],
  );
  const prompt = before.instructions === after.instructions ? [] : ["another system prompt"];
  const named = (names: readonly string[], words: string) =>
    names.length === 0 ? [] : [`${words} ${names.join(", ")}`];
  return [
    ...prompt,
    ...named(gone, "without the tools"),
    ...named(added, "with new tools"),
    ...named(altered, "with other declarations of"),
  ];
}
