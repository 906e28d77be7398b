// A cell about a fault is worth what shows that the fault struck.
import { defineCanary } from "./canary.ts";

const fault = "never-proved";

export const faultWithoutProof = defineCanary({
  name: "fault-without-proof",
  breaks: "a fault is said to have struck, and nothing shows it",
  claim: "fault-fired",
  alone: true,
  source: "claim",
  faults: [fault],
  async resume(resume, { report }, fire) {
    const outcome = await resume();
    report({ type: "fault-fired", fault, proof: "" });
    fire(`${fault} was claimed`);
    return outcome;
  },
});
