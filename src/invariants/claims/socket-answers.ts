// Alive means that somebody answers. A socket file, or a connection that is merely accepted,
// says nothing about who is behind it.
import type { EventOf } from "../../evidence/event.ts";
import { type Evidence, eventsOf } from "../../evidence/evidence.ts";
import {
  holds,
  type Invariant,
  type Judgement,
  notApplicable,
  unknown,
  violated,
} from "../invariant.ts";
import { absent, at, settle, unlessExpected, unlessPromised } from "../reading/checks.ts";
import { isSame, startedChildren } from "../reading/children.ts";
import { never } from "../reading/circumstances.ts";
import { type Dispatch, dispatchesOf } from "../reading/dispatches.ts";
import { excused, starvedAnswer, starvedStart, starvedStartOf } from "../reading/starved.ts";

export const socketAnswers: Invariant = {
  name: "socket-answers",
  claim:
    "When the lock was released, the resumed child was alive and its control socket, at its own path, answered get_info with this session's id.",
  explained: {
    why: "A resumed session that cannot be reached is lost to everybody: it holds the session and takes no message.",
    causes:
      "A socket file is taken for a listener, the child is started without its control option, or it dies right after its start. A child that the machine did not let run for most of the wait makes it unknown.",
  },
  judge,
  simulated: {
    asked: never,
    otherwise: "A child may fail to start, or exit, before its socket answers.",
  },
};

function judge(evidence: Evidence): Judgement {
  const oneShot = unlessPromised(evidence, "resident");
  if (oneShot) return oneShot;
  const kinds = ["resumed", "turn-failed"] as const;
  const elsewhere = unlessExpected(evidence, kinds, "no socket has to come up");
  if (elsewhere) return elsewhere;
  const dispatches = dispatchesOf(evidence);
  const spawning = dispatches.filter(({ children }) => children.length > 0);
  if (spawning.length > 0 && spawning.every(({ killed, released }) => killed && !released.length)) {
    return notApplicable("its dispatcher was killed before a release: see resident-stays");
  }
  const watched = dispatches.filter(({ watch }) => watch !== undefined);
  const watches = watched.flatMap(({ watch }) => watch ?? []);
  const checks = eventsOf(evidence, "process-checked").filter(atRelease);
  const asks = eventsOf(evidence, "socket-asked").filter(atRelease);
  const answered = asks.map((ask) => `pid ${ask.answer?.pid} answered at ${at(ask)}`).join(", ");
  return settle(
    [
      ...watched.map((dispatch) => sawSocket(evidence, dispatch)),
      ...watches.map((watch) => watchedOwnChild(evidence, watch)),
      checks.length === 0 ? unknown("nobody looked for the process at release") : null,
      asks.length === 0 ? unknown("nobody asked the control socket at release") : null,
      ...checks.map((check) => alive(evidence, check)),
      ...asks.map((ask) => ownAnswer(evidence, ask)),
    ],
    holds(answered, ...watches, ...checks, ...asks),
  );
}

const atRelease = (event: { readonly moment: string }): boolean => event.moment === "at-release";

function sawSocket(evidence: Evidence, dispatch: Dispatch): Judgement | null {
  const { watch } = dispatch;
  if (!watch) return null;
  const { outcome } = watch;
  // What a watch that saw nothing means for the lock is judged elsewhere.
  if (outcome.kind === "socket-alive" || outcome.kind === "lock-retained") return null;
  const because = `the watch ended with ${outcome.kind} (${at(watch)}), not with a socket`;
  return excused(starvedStart(evidence, dispatch), absent(evidence, because, watch));
}

function watchedOwnChild(evidence: Evidence, watch: EventOf<"watch-ended">): Judgement | null {
  if (watch.outcome.kind !== "socket-alive") return null;
  const { pid } = watch.outcome;
  if (startedChildren(evidence, "resume").some((child) => child.pid === pid)) return null;
  return violated(`${at(watch)} names pid ${pid}, which is no resume child of this cell`, watch);
}

function alive(evidence: Evidence, check: EventOf<"process-checked">): Judgement | null {
  if (!check.alive) {
    const because = `process ${check.pid} was gone at release (${at(check)})`;
    return excused(starvedStartOf(evidence, check), absent(evidence, because, check));
  }
  if (startedChildren(evidence, "resume").some((child) => isSame(child, check))) return null;
  return violated(`${at(check)} saw process ${check.pid}, which is no resume child`, check);
}

function ownAnswer(evidence: Evidence, ask: EventOf<"socket-asked">): Judgement | null {
  const { gardenId, paths } = evidence.cell;
  const path = `${paths.socketDirectory}/${gardenId}.sock`;
  if (ask.path !== path) {
    return violated(`${at(ask)} asked ${ask.path}; the session's socket is ${path}`, ask);
  }
  if (!ask.answer) {
    const because = `${path} did not answer at release: ${ask.failure}`;
    return excused(starvedAnswer(evidence, ask), absent(evidence, because, ask));
  }
  const { sessionId, pid } = ask.answer;
  if (sessionId !== gardenId) {
    return violated(`${path} answered for session ${sessionId} (${at(ask)})`, ask);
  }
  const ours = startedChildren(evidence, "resume").map((child) => child.pid);
  if (pid === null || ours.includes(pid)) return null;
  return violated(`${path} answered from pid ${pid}, not from ${ours.join(", ")}`, ask);
}
