// A directory nobody trusts must not have an agent run in it, and an approval that was given has
// to reach the agent, or it asks a person who is not there.
import { childName } from "../../evidence/child.ts";
import { type Evidence, eventsOf } from "../../evidence/evidence.ts";
import { holds, type Invariant, type Judgement, notApplicable, violated } from "../invariant.ts";
import { at, settle } from "../reading/checks.ts";
import { resumeChildren } from "../reading/dispatches.ts";

export const trustRespected: Invariant = {
  name: "trust-respected",
  claim:
    "Each resume child was started only after its directory was found trusted, in that directory, and was told of the approval exactly where one was saved.",
  explained: {
    why: "An agent runs the instructions and extensions of its directory; in one that was refused trust it would run a stranger's code in the background.",
    causes:
      "The check is skipped on the background path, made for another directory, or an approval is not handed to the child.",
  },
  judge,
};

function judge(evidence: Evidence): Judgement {
  const asked = eventsOf(evidence, "trust-asked");
  if (asked.length === 0) return notApplicable("no dispatch came to ask for trust");
  const findings = asked.flatMap((ask) => {
    const children = resumeChildren(evidence).filter(({ dispatch }) => dispatch === ask.dispatch);
    return children.flatMap((child) => {
      const told = child.asked?.approve ?? false;
      const flaws = [
        ask.trusted ? [] : [`started although ${ask.because}`],
        ask.workingDirectory === child.workingDirectory
          ? []
          : [`runs in ${child.workingDirectory}`],
        told === ask.approve
          ? []
          : [told ? "was told of an approval" : "was not told of the approval"],
        ask.seq < child.seq ? [] : ["was started before the question"],
      ].flat();
      if (flaws.length === 0) return [];
      const because = `child ${childName(child.child)} (${at(child)}) ${flaws.join(", ")}; ${at(ask)} asked for ${ask.workingDirectory}, approval ${ask.approve}`;
      return [violated(because, ask, child)];
    });
  });
  const said = asked.map(
    (ask) =>
      `${ask.workingDirectory} ${ask.trusted ? "trusted" : "not trusted"}, approval ${ask.approve} (${at(ask)})`,
  );
  return settle(findings, holds(said.join(", "), ...asked));
}
