// The number is larger than any kernel gives out: nobody's here, and on another day somebody's.
import { defineCanary } from "./canary.ts";

const nobodysPid = 0x7fff_fffd;

export const signalsANumber = defineCanary({
  name: "signals-a-number",
  breaks: "besides the child that never served, a process of a remembered number is told to end",
  claim: "signals-own-children",
  alone: true,
  source: "claim",
  scenario: "never-serves",
  seams(seams, fire) {
    const { processes } = seams.world;
    const signal: typeof processes.signal = (pid, name) => {
      if (name !== 0) fire(`${name} to ${nobodysPid}: ${processes.signal(nobodysPid, name)}`);
      return processes.signal(pid, name);
    };
    return { world: { ...seams.world, processes: { ...processes, signal } } };
  },
});
