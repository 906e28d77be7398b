// The turn is all that it should be, and the last that this session will ever have.
import { recordPath } from "../../formats/places.ts";
import { defineCanary } from "./canary.ts";

export const forgetsRecord = defineCanary({
  name: "forgets-record",
  breaks: "after the turn the record is gone, and nobody finds the session again",
  claim: "resumable-again",
  alone: true,
  source: "claim",
  async afterTurn(said, { world, cell }, fire) {
    const path = recordPath(cell.paths.recordDirectory, cell.gardenId);
    await world.files.unlink(path);
    fire(`${path} was removed`);
    return said;
  },
});
