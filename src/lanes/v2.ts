// The built-in subject: the resident resume of src/resume, driven as it is.
import { dispatch } from "../resume/dispatch.ts";
import { defineLane } from "./lane.ts";

/** How long a control socket may take to accept or answer, in milliseconds. */
const connectTimeoutMs = 1_000;

export const v2 = defineLane({
  name: "v2",
  summary: "resident resume: locked, observed, stays and answers after its turn",
  traits: { resident: true, locking: true },
  resume(request, seams) {
    const { cell, agent, world, lock, start, trust, mailbox, report } = seams;
    const { recordDirectory, sessionDirectory, socketDirectory, workingDirectory } = cell.paths;
    const { observeMs, killGraceMs, pollMs } = cell.timeouts;
    return dispatch(request, {
      world,
      directories: {
        records: recordDirectory,
        sessions: sessionDirectory,
        sockets: socketDirectory,
      },
      timeouts: { connectMs: connectTimeoutMs, observeMs, killGraceMs, pollMs },
      parseLine: agent.parseLine,
      sender: { sessionId: cell.gardenId, agentId: "resume-matrix", cwd: workingDirectory },
      lock,
      start,
      trust,
      mailbox,
      report,
    });
  },
});
