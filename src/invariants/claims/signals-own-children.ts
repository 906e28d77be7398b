// A process number may be given to another process once its own has ended: a subject that signals a
// number it only remembers may end a stranger.
import type { EventOf } from "../../evidence/event.ts";
import { type Evidence, eventsOf } from "../../evidence/evidence.ts";
import { holds, type Invariant, type Judgement, notApplicable, violated } from "../invariant.ts";
import { at, settle } from "../reading/checks.ts";
import { endOf, startedChildren } from "../reading/children.ts";

export const signalsOwnChildren: Invariant = {
  name: "signals-own-children",
  claim: "The subject sent signals only to agents that this cell had started and that still ran.",
  explained: {
    why: "A remembered process number may be somebody else's by now; a signal to it ends a stranger.",
    causes: "A child is signalled after its exit was seen, or by a number read from a file.",
  },
  judge,
};

function judge(evidence: Evidence): Judgement {
  const signals = eventsOf(evidence, "signal-sent").filter(({ by }) => by === "subject");
  if (signals.length === 0) return notApplicable("the subject sent no signal");
  const told = signals.map((sent) => `${sent.signal} to its child ${sent.pid} (${at(sent)})`);
  const judged = signals.map((sent) => judgeSignal(evidence, sent));
  return settle(judged, holds(told.join(", "), ...signals));
}

function judgeSignal(evidence: Evidence, sent: EventOf<"signal-sent">): Judgement | null {
  const children = startedChildren(evidence, "resume");
  const child = children.findLast(({ pid, seq }) => pid === sent.pid && seq < sent.seq);
  const what = `${sent.signal} to process ${sent.pid} (${at(sent)})`;
  if (!child) return violated(`${what}, which is no agent that the cell had started`, sent);
  const end = endOf(evidence, child);
  // An exit that crosses its signal is nobody's fault: then there was nobody to receive it.
  if (!end || end.seq > sent.seq || sent.result === "gone") return null;
  return violated(`${what}, which had ended (${at(end)})`, end, sent);
}
