// A resume goes on with what the session said last: it is not the place to rename it, nor to set another
// model or thinking level. Which model answered is the claim of model-identity.
import type { EventOf, SessionFile } from "../../evidence/event.ts";
import { type Evidence, eventsOf, sessionIdOf } from "../../evidence/evidence.ts";
import { holds, type Invariant, type Judgement, notApplicable, violated } from "../invariant.ts";
import { at, settle } from "../reading/checks.ts";
import { dispatchBegan, lineOf, transcriptOf } from "../reading/transcript.ts";

export const settingsKept: Invariant = {
  name: "settings-kept",
  claim:
    "The name and the thinking level that the session said last before the resume were what it said last after the cell; no child was asked for others, and no entry changed the model.",
  explained: {
    why: "The name and the thinking level are how a person finds a session and what it costs; a resume has no business changing them.",
    causes:
      "An extension gives the session a title in the resumed turn, or a launch option beats what the session says.",
  },
  judge,
};

type Listed = EventOf<"session-listed">;

function judge(evidence: Evidence): Judgement {
  const began = dispatchBegan(evidence);
  const lists = eventsOf(evidence, "session-listed");
  const before = lists.findLast(({ moment, seq }) => moment !== "after-reap" && seq < began);
  const file = before && ownFile(evidence, before);
  if (!before || file?.thinkingLevel === undefined) {
    return notApplicable("the record does not say what the session said last");
  }
  const after = lists.findLast(({ moment }) => moment === "after-reap");
  const later = after?.files.find(({ path }) => path === file.path);
  return settle(
    [
      ...(after && later ? changes(file, later, after) : []),
      ...eventsOf(evidence, "child-requested").flatMap((request) => asked(file, request)),
      ...modelChanges(evidence, file),
    ],
    holds(`it said ${words(file)} (${at(before)}), and does so still`, before),
  );
}

/** That there is no second one is for dormant-before-resume. */
function ownFile(evidence: Evidence, { files }: Listed): SessionFile | undefined {
  return files.find(({ header }) => header?.id === sessionIdOf(evidence));
}

const words = ({ name, model, thinkingLevel }: SessionFile): string =>
  `${model ? `${model.provider}/${model.model}` : "no model"}, thinking ${thinkingLevel ?? "unsaid"}, name ${name ?? "none"}`;

function changes(before: SessionFile, after: SessionFile, list: Listed): Judgement[] {
  const flaws: string[] = [];
  if (after.name !== before.name) flaws.push(`is named ${after.name}, and was ${before.name}`);
  // An agent writes down a level that was never said.
  if (before.thinkingLevel !== null && after.thinkingLevel !== before.thinkingLevel) {
    flaws.push(`says thinking ${after.thinkingLevel}, and said ${before.thinkingLevel}`);
  }
  return flaws.map((flaw) => violated(`the session ${flaw} (${at(list)})`, list));
}

/** What a launch asks for that would change what the session says. */
function asked(said: SessionFile, request: EventOf<"child-requested">): Judgement[] {
  if (request.role !== "resume") return [];
  const wanted = { thinking: said.thinkingLevel, name: said.name };
  return (["thinking", "name"] as const).flatMap((what) => {
    const value = request.asked?.[what];
    if (value == null || value === wanted[what]) return [];
    return [violated(`${at(request)} asked for ${what} ${value}, not ${wanted[what]}`, request)];
  });
}

/** Entries that are nobody's words and name a model. */
function modelChanges(evidence: Evidence, { model }: SessionFile): Judgement[] {
  return transcriptOf(evidence)
    .appended.filter((entry) => entry.role === null && entry.model !== null)
    .filter((entry) => entry.model !== model?.model || entry.provider !== model?.provider)
    .map((entry) =>
      violated(`${lineOf(entry)} changes the model to ${entry.provider}/${entry.model}`, entry),
    );
}
