// The built-in subject: the resident resume of src/resume, driven as it is.

import { controlSocketPath } from "../formats/places.ts";
import { dispatch } from "../resume/dispatch.ts";
import { findSessions } from "../resume/session-file.ts";
import { awaitTurn } from "../resume/turn.ts";
import { defineLane, type Seams } from "./lane.ts";

/** How long a control socket may take to accept or answer, in milliseconds. */
const connectTimeoutMs = 1_000;

export const v2 = defineLane({
  name: "v2",
  summary: "resident resume: locked, observed, stays and answers after its turn",
  traits: { resident: true, locking: true },
  resume(request, seams) {
    const { cell, agent, world, lock, start, trust, mailbox, report } = seams;
    const { observeMs, killGraceMs, pollMs } = cell.timeouts;
    const cwd = cell.paths.workingDirectory;
    return dispatch(request, {
      world,
      directories: directoriesOf(seams),
      timeouts: { connectMs: connectTimeoutMs, observeMs, killGraceMs, pollMs },
      parseLine: agent.parseLine,
      sender: { sessionId: cell.gardenId, agentId: "resume-matrix", cwd },
      lock,
      start,
      trust,
      mailbox,
      report,
    });
  },
  async turnOutcome({ gardenId, message }, seams, timeoutMs) {
    const { cell, agent, world } = seams;
    const { parseLine } = agent;
    const directories = directoriesOf(seams);
    const [session] = await findSessions(world.files, directories.sessions, gardenId, parseLine);
    if (!session) {
      return { kind: "not-observed", because: `${gardenId} has no session any more` };
    }
    return awaitTurn(world, {
      socketPath: controlSocketPath(directories.sockets, gardenId),
      sessionPath: session.path,
      message,
      parseLine,
      connectMs: connectTimeoutMs,
      pollMs: cell.timeouts.pollMs,
      timeoutMs,
    });
  },
});

function directoriesOf({ cell }: Seams) {
  const { recordDirectory, sessionDirectory, socketDirectory } = cell.paths;
  return { records: recordDirectory, sessions: sessionDirectory, sockets: socketDirectory };
}
