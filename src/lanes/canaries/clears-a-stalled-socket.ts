// The refusal is right; the listener it cuts off was alive.
import { controlSocketPath } from "../../formats/places.ts";
import { defineCanary } from "./canary.ts";

export const clearsAStalledSocket = defineCanary({
  name: "clears-a-stalled-socket",
  breaks: "the socket of a listener that is only busy is cleaned up as stale",
  claim: "refused-cleanly",
  alone: true,
  source: "bug",
  scenario: "owned-to-indeterminate",
  notSimulated: "a simulated scene keeps no fingerprints of what it put in place",
  async resume(resume, { world, cell }, fire) {
    const outcome = await resume();
    if (outcome.kind !== "rejected") return outcome;
    const path = controlSocketPath(cell.paths.socketDirectory, cell.gardenId);
    await world.files.unlink(path);
    fire(`${path} was removed`);
    return outcome;
  },
});
