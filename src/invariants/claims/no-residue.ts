// After reaping nothing of the cell is left but what it keeps in its own directories.
// Locks are the claim of no-lock-left.
import type { EventOf } from "../../evidence/event.ts";
import { type Evidence, eventsOf, lastOf } from "../../evidence/evidence.ts";
import { holds, type Invariant, type Judgement, unknown, violated } from "../invariant.ts";
import { absent, at, settle } from "../reading/checks.ts";
import { endOf, isSame, startedChildren } from "../reading/children.ts";
import { excused, starvedIn } from "../reading/starved.ts";

export const noResidue: Invariant = {
  name: "no-residue",
  claim:
    "After reaping, no process of the cell lived, no control socket was there or answered, no second session file had appeared, and no file lay outside the cell's own directories.",
  explained: {
    why: "What is left behind (processes, sockets, files) piles up on a machine where nobody looks, and confuses the next run.",
    causes:
      "A child that was started in another directory, a second session file, temporary files that are not removed.",
  },
  judge,
  simulated: {
    asked: ({ littered }) => !littered,
    otherwise: "A killed child leaves its socket behind, and a forged one is never touched.",
  },
};

function judge(evidence: Evidence): Judgement {
  const census = lastOf(evidence, "census");
  const asks = eventsOf(evidence, "socket-asked").filter(({ moment }) => moment === "after-reap");
  const reaped = eventsOf(evidence, "reaped");
  const children = startedChildren(evidence);
  const pids = children.map((child) => child.pid).join(", ") || "none";
  return settle(
    [
      census ? counted(census, reaped) : unknown("nobody looked for what was left at the end"),
      ...asks.map(stillAnswers),
      ...reaped.map(survived),
      ...children.map((child) => neverEnded(evidence, child)),
      shadowSessions(evidence),
    ],
    holds(
      `${census ? at(census) : "the end"}: nothing left; all processes gone (pids ${pids})`,
      ...(census ? [census] : []),
      ...reaped,
    ),
  );
}

function counted(
  census: EventOf<"census">,
  reaped: readonly EventOf<"reaped">[],
): Judgement | null {
  const processes = census.processes.map((each) => `process ${each.pid} (${each.arguments})`);
  const sockets = census.sockets.map((path) => `socket ${path}`);
  const files = census.strayFiles.map((path) => `file ${path}`);
  const found = [...processes, ...sockets, ...files];
  if (found.length === 0) return null;
  const undying = census.processes.map((each) => reaped.find((other) => isSame(each, other)));
  const starved = undying.map((each) => starvedIn(each, each?.pid));
  const rest = sockets.length + files.length > 0 || starved.includes(null);
  const judgement = violated(`left at ${at(census)}: ${found.join(", ")}`, census);
  return excused(rest ? null : (starved[0] ?? null), judgement);
}

function stillAnswers(ask: EventOf<"socket-asked">): Judgement | null {
  if (!ask.answer) return null;
  return violated(`${ask.path} still answered, pid ${ask.answer.pid} (${at(ask)})`, ask);
}

function survived(reaped: EventOf<"reaped">): Judgement | null {
  if (reaped.how === "survived") {
    const because = `process ${reaped.pid} survived reaping (${at(reaped)})`;
    return excused(starvedIn(reaped, reaped.pid), violated(because, reaped));
  }
  if (reaped.verified) return null;
  return violated(`process ${reaped.pid} was never seen gone (${at(reaped)})`, reaped);
}

function neverEnded(evidence: Evidence, child: EventOf<"child-started">): Judgement | null {
  if (endOf(evidence, child)) return null;
  // An unverified reaping of it is reported as such.
  if (eventsOf(evidence, "reaped").some((each) => each.pid === child.pid)) return null;
  return absent(evidence, `${child.role} process ${child.pid} (${at(child)}) never ended`, child);
}

/** Where a resume runs in the wrong place, the agent opens a second session instead. */
function shadowSessions(evidence: Evidence): Judgement | null {
  const lists = eventsOf(evidence, "session-listed");
  const first = lists.findLast(({ moment }) => moment === "after-seed");
  const last = lists.findLast(({ moment }) => moment === "after-reap");
  // Without the first list nobody knows what the seed made: see dormant-before-resume.
  if (!first || !last) return null;
  const strangers = eventsOf(evidence, "file-fingerprint").filter(({ stranger }) => stranger);
  const known = new Set([...first.files, ...strangers].map(({ path }) => path));
  const extra = last.files.filter(({ path }) => !known.has(path)).map(({ path }) => path);
  if (extra.length === 0) return null;
  return violated(`the seed did not make ${extra.join(", ")} (${at(last)})`, last);
}
