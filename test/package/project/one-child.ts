// A claim as a user would bring one.
import { defineClaim, eventsOf, holds, notApplicable, violated } from "resume-matrix";

export const oneChild = defineClaim({
  name: "one-child",
  claim: "A dispatch starts one child at most.",
  judge(evidence) {
    const children = eventsOf(evidence, "child-started").filter(({ role }) => role === "resume");
    const dispatches = eventsOf(evidence, "dispatch-started");
    if (children.length === 0) return notApplicable("no child was started");
    const counts = `${children.length} children for ${dispatches.length} dispatches`;
    return children.length <= dispatches.length
      ? holds(counts, ...children)
      : violated(counts, ...children);
  },
});
