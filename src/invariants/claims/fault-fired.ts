// A cell about a fault proves something only if the fault really struck.
import { type Evidence, eventsOf } from "../../evidence/evidence.ts";
import {
  holds,
  type Invariant,
  type Judgement,
  notApplicable,
  unknown,
  violated,
} from "../invariant.ts";
import { at, settle } from "../reading/checks.ts";

export const faultFired: Invariant = {
  name: "fault-fired",
  claim: "Each fault that the scenario names struck, and left a proof of it.",
  explained: {
    why: "A test whose fault never struck proves nothing, however green it is.",
    causes:
      "The world was faster or slower than the scenario expects, or the lane goes around the place where the fault was put.",
  },
  judge,
};

function judge(evidence: Evidence): Judgement {
  const { faults, scenario } = evidence.cell;
  if (faults.length === 0) return notApplicable(`scenario ${scenario} names no fault`);
  const fired = eventsOf(evidence, "fault-fired");
  const findings = faults.map((fault) => {
    const shots = fired.filter((event) => event.fault === fault);
    // Without its fault the cell ran something else: the subject was not put to this test.
    if (shots.length === 0) return unknown(`${fault} never fired`, ...armed(evidence, fault));
    if (shots.some(({ proof }) => proof.trim() !== "")) return null;
    return violated(
      `${fault} is said to have fired (${shots.map(at).join(", ")}), without proof`,
      ...shots,
    );
  });
  const proofs = fired.map((event) => `${event.fault}: ${event.proof} (${at(event)})`).join("; ");
  return settle(findings, holds(proofs, ...fired));
}

const armed = (evidence: Evidence, fault: string) =>
  eventsOf(evidence, "fault-armed").filter((event) => event.fault === fault);
