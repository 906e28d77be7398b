// A dispatcher must live to say what came of its dispatch. An error that nobody catches takes down the
// process with everything else it was doing, and the children lose the reader of their output.
import { type Evidence, eventsOf } from "../../evidence/evidence.ts";
import { holds, type Invariant, type Judgement, notApplicable, violated } from "../invariant.ts";
import { at, settle } from "../reading/checks.ts";

export const dispatcherSurvives: Invariant = {
  name: "dispatcher-survives",
  claim:
    "No process that made a dispatch died of an error that nothing in it caught, or was ended from within.",
  explained: {
    why: "The dispatcher serves other sessions too; an error of one must not take down all.",
    causes:
      "A stream or child process without an error listener, a rejected promise that nobody awaits, an exit from within a library.",
  },
  judge,
};

function judge(evidence: Evidence): Judgement {
  const own = eventsOf(evidence, "child-started").filter(({ role }) => role === "dispatcher");
  if (own.length === 0) return notApplicable("no dispatch had a process of its own");
  const crashes = eventsOf(evidence, "dispatcher-crashed").map((crash) => {
    const [error = "", ...stack] = crash.message.split("\n");
    const where = stack[0]?.trim() ?? "";
    return violated(`dispatch ${crash.dispatch} died of ${error} ${where} (${at(crash)})`, crash);
  });
  const pids = own.map(({ pid }) => pid).join(", ");
  return settle(crashes, holds(`nothing was left uncaught in ${pids}`, ...own));
}
