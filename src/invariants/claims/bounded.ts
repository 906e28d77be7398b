// Nothing may take for ever. Judged by how each phase ended, never by comparing times: a slow
// machine must not change a verdict.
import type { EventOf } from "../../evidence/event.ts";
import { type Evidence, eventsOf } from "../../evidence/evidence.ts";
import { holds, type Invariant, type Judgement, unknown, violated } from "../invariant.ts";
import { absent, at, settle } from "../reading/checks.ts";
import { never } from "../reading/circumstances.ts";
import { excused, starvedIn } from "../reading/starved.ts";
import { isBeforeSubject } from "../reading/untested.ts";

export const bounded: Invariant = {
  name: "bounded",
  claim: "Every phase that began also ended, and none of them by running into its timeout.",
  explained: {
    why: "A background job that waits for ever holds its lock for ever, and nobody watches it.",
    causes:
      "A wait without a timeout, a provider that hangs, a child that neither serves nor exits; or bounds that are too short for this machine. A seed that is too slow makes the claim unknown, because the subject had not been asked; so does a process that was given no processor for half of the wait.",
  },
  judge,
  simulated: {
    asked: never,
    otherwise: "Where a child stays and runs no turn, the gate waits for one up to its bound.",
  },
};

function judge(evidence: Evidence): Judgement {
  const started = eventsOf(evidence, "phase-started");
  if (started.length === 0) return unknown("no phase was recorded");
  const ended = eventsOf(evidence, "phase-ended");
  const findings = started.map((start) => {
    const { phase, timeoutMs } = start;
    const end = ended.find((event) => event.phase === phase && event.seq > start.seq);
    if (!end)
      return absent(evidence, `${phase} (${at(start)}, ${timeoutMs} ms) never ended`, start);
    if (end.outcome === "timed-out") return late(evidence, start, end);
    if (end.outcome !== "interrupted") return null;
    return unknown(`${phase} was interrupted (${at(end)})`, start, end);
  });
  const phases = started.map(({ phase, timeoutMs }) => `${phase} ${timeoutMs} ms`).join(", ");
  return settle(findings, holds(`all ended in time: ${phases}`, ...ended));
}

function late(
  evidence: Evidence,
  start: EventOf<"phase-started">,
  end: EventOf<"phase-ended">,
): Judgement {
  const { phase, timeoutMs } = start;
  const why = end.because === "" ? "" : `: ${end.because}`;
  const because = `${phase} ran into its ${timeoutMs} ms (${at(end)})${why}`;
  if (isBeforeSubject(phase)) {
    return unknown(`${because}; the subject had not been asked by then`, start, end);
  }
  if (isGatesOwn(evidence, end)) {
    return unknown(`${because}; every process was gone by then`, start, end);
  }
  return excused(starvedIn(end), violated(because, start, end));
}

/** What is left of the reaping once the dead are verified is the gate's looking: no word on the subject. */
function isGatesOwn(evidence: Evidence, { phase }: EventOf<"phase-ended">): boolean {
  if (phase !== "reap") return false;
  const looked = eventsOf(evidence, "tools-left").some(({ moment }) => moment === "reaped");
  return looked && eventsOf(evidence, "reaped").every(({ verified }) => verified);
}
