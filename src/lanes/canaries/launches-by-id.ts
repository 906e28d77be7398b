// The agent looks an id up among the sessions of one spelling of its directory; where that is a link by
// now it finds none, and begins another session of the id.
import { defineCanary } from "./canary.ts";

export const launchesById = defineCanary({
  name: "launches-by-id",
  breaks: "the child is told the session's id only, and not which file was found",
  claim: "no-residue",
  source: "bug",
  scenario: "moved-directory",
  notSimulated: "no simulated directory is moved; wrong-cwd shows the same by another one",
  timeouts: { userTurnMs: 4_000, assistantTurnMs: 4_000 },
  seams: (seams, fire) => ({
    start(launch, directory) {
      fire(`${launch.sessionPath} was not told`);
      return seams.start({ ...launch, sessionPath: null }, directory);
    },
  }),
});
