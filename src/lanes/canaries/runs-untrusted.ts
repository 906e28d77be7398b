// The question is asked and its answer ignored.
import { defineCanary } from "./canary.ts";

export const runsUntrusted = defineCanary({
  name: "runs-untrusted",
  breaks: "an agent is started in a directory that was refused trust",
  claim: "trust-respected",
  source: "bug",
  scenario: "untrusted-directory",
  seams: (seams, fire) => ({
    async trust(directory) {
      const verdict = await seams.trust(directory);
      if (verdict.kind === "denied") fire(`went ahead although ${verdict.because}`);
      return { kind: "trusted", approve: false };
    },
  }),
});
