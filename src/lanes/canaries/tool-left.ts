// Everything is clean in the end, for the gate sweeps it: only a look in between shows it.
import { defineCanary } from "./canary.ts";

export const toolLeft = defineCanary({
  name: "tool-left",
  breaks: "a process that the resumed agent started lives on after it",
  claim: "no-tool-left",
  alone: true,
  source: "claim",
  childFaults: ["leaves-a-tool"],
  notSimulated: "simulated agents start nothing",
});
