// One provider and one model from the command line to the reply. A drift shows only where all of
// the places that name a model are compared.
import type { EventOf, SessionFile } from "../../evidence/event.ts";
import { type Evidence, eventsOf, firstOf, sessionIdOf } from "../../evidence/evidence.ts";
import { holds, type Invariant, type Judgement, unknown, violated } from "../invariant.ts";
import { at, settle, unlessExpected } from "../reading/checks.ts";
import { isAssistant, lineOf, transcriptOf } from "../reading/transcript.ts";

export const modelIdentity: Invariant = {
  name: "model-identity",
  claim:
    "Provider and model were the same as requested of the agent, recorded in the session, sent on the wire, and named in each assistant's entry.",
  explained: {
    why: "A session that goes on with another model gives other answers at another price, and its signatures may be refused.",
    causes:
      "The default model is taken instead of the session's last one, or the alias resolves to another model meanwhile.",
  },
  judge,
};

function judge(evidence: Evidence): Judgement {
  const kinds = ["resumed", "turn-failed", "retained", "start-failed", "sent", "refused"] as const;
  const elsewhere = unlessExpected(evidence, kinds, "no model is asked");
  if (elsewhere) return elsewhere;
  const requests = eventsOf(evidence, "child-requested");
  const lists = lastLists(evidence);
  const wire = eventsOf(evidence, "model-requested");
  const { entries } = transcriptOf(evidence);
  if (entries.length === 0) {
    const untouched = unlessExpected(
      evidence,
      kinds.slice(0, -1),
      "it has no session to look into",
    );
    return untouched ?? unknown("no entry of the session was recorded");
  }
  const { provider, model } = evidence.cell.target;
  const replies = entries.filter(isAssistant).map(lineOf).join(", ");
  return settle(
    [
      ...requests.flatMap((request) => asked(evidence, request)),
      ...lists.flatMap((list) => recorded(evidence, list)),
      ...wire.flatMap((request) => sent(evidence, request)),
      ...replied(evidence),
      ...unseen(evidence, wire),
    ],
    holds(`${provider}/${model} in ${replies || "the session"}; ${wireSeen(evidence, wire)}`),
  );
}

interface NamedModel {
  readonly provider?: string | null;
  readonly model?: string | null;
  readonly wireApi?: string | null;
}

type HistoryModel = NonNullable<NonNullable<Evidence["cell"]["history"]>["models"]>[number];

/** A turn of the session's history was with that model: before the resume it is no drift. */
function isEarlier({ history }: Evidence["cell"], named: NamedModel = {}): boolean {
  if (named.model == null) return false;
  const isNamed = (model: HistoryModel) =>
    (["provider", "model", "wireApi"] as const).every(
      (what) => named[what] == null || named[what] === model[what],
    );
  return history?.models?.some(isNamed) ?? false;
}

/** The provider and the model that a launch names, where it names any. */
function asked({ cell }: Evidence, request: EventOf<"child-requested">): Judgement[] {
  if (request.role === "seed" && isEarlier(cell, request.asked)) return [];
  const { provider, model } = cell.target;
  const named = { provider: request.asked?.provider, model: request.asked?.model };
  const wanted = { provider: [provider], model: [model, `${provider}/${model}`] };
  return (["provider", "model"] as const).flatMap((what) => {
    const value = named[what];
    if (value == null || wanted[what].includes(value)) return [];
    return [violated(`${at(request)} asked for ${what} ${value}, not ${wanted[what][0]}`, request)];
  });
}

/** The last list of each moment: the file may still have been growing at the ones before. */
function lastLists(evidence: Evidence): readonly EventOf<"session-listed">[] {
  const lists = eventsOf(evidence, "session-listed");
  return lists.filter((list) => list === lists.findLast(({ moment }) => moment === list.moment));
}

function recorded(evidence: Evidence, list: EventOf<"session-listed">): Judgement[] {
  const sessionId = sessionIdOf(evidence);
  return list.files
    .filter((file) => file.header?.id === sessionId)
    .flatMap((file) => flawsOf(file, evidence.cell.target))
    .map((flaw) => violated(`the session at ${at(list)} ${flaw}`, list));
}

function flawsOf(
  { name, model }: SessionFile,
  target: Evidence["cell"]["target"],
): readonly string[] {
  const wanted = `${target.provider}/${target.model}`;
  const found = model && `${model.provider}/${model.model}`;
  const named = name?.match(/(?<===).+?\/.+(?=--[a-z0-9-]*__[a-z_]*$)/)?.[0];
  return [
    found !== wanted ? [`records ${found ?? "no model"}, not ${wanted}`] : [],
    named !== undefined && named !== wanted ? [`is named after ${named}, not ${wanted}`] : [],
  ].flat();
}

function sent({ cell }: Evidence, request: EventOf<"model-requested">): Judgement[] {
  const { model, wireApi } = cell.target;
  const { turn, model: asked, wireApi: spoken } = request;
  if (turn === "seed" && isEarlier(cell, { model: asked, wireApi: spoken })) return [];
  const flaws: string[] = [];
  if (request.model !== model)
    flaws.push(`${at(request)} asked for ${request.model}, not ${model}`);
  if (wireApi !== null && request.wireApi !== wireApi) {
    flaws.push(`${at(request)} spoke ${request.wireApi}, not ${wireApi}`);
  }
  return flaws.map((flaw) => violated(flaw, request));
}

function replied(evidence: Evidence): Judgement[] {
  const { provider, model } = evidence.cell.target;
  const { entries, appended } = transcriptOf(evidence);
  const brought = broughtBytes(evidence);
  return entries
    .filter((entry) => isAssistant(entry) || entry.model !== null)
    .filter(({ offset }) => offset >= brought)
    .filter((entry) => appended.includes(entry) || !isEarlier(evidence.cell, entry))
    .flatMap((entry) => {
      if (entry.provider === null || entry.model === null) {
        return [unknown(`${lineOf(entry)} names no provider and model`, entry)];
      }
      if (entry.provider === provider && entry.model === model) return [];
      const because = `${lineOf(entry)} is from ${entry.provider}/${entry.model}, not ${provider}/${model}`;
      return [violated(because, entry)];
    });
}

/** A session of the user's own names the models that it met before the cell, whichever they were. */
function broughtBytes(evidence: Evidence): number {
  const made = firstOf(evidence, "history-made");
  return made?.how === "own" ? made.bytes : 0;
}

function unseen(evidence: Evidence, wire: readonly EventOf<"model-requested">[]): Judgement[] {
  const { fidelity, expectation } = evidence.cell;
  const due = expectation.kind === "resumed" && fidelity === "loopback";
  if (!due || wire.some(({ turn }) => turn === "resume")) return [];
  return [unknown("no request of the resumed turn arrived at the embedded provider")];
}

function wireSeen({ cell }: Evidence, wire: readonly EventOf<"model-requested">[]): string {
  if (wire.length > 0) return `on the wire at ${wire.map(at).join(", ")}`;
  return `nothing of the wire is seen at ${cell.fidelity} fidelity`;
}
