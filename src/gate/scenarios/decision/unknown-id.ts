import { mintGardenId } from "../../../formats/garden-id.ts";
import { dispatchRefused } from "../../observe/untouched.ts";
import { defineScenario } from "../../scenario.ts";

export const unknownId = defineScenario({
  name: "unknown-id",
  summary: "a garden id that nobody bears is refused, and nothing comes to bear it",
  explained: {
    why: "A mistyped id must not bring a new session into the world.",
    causes: "A directory, a lock or a record is made before anybody looks whether the id exists.",
  },
  faults: [],
  covers: ["reject:bad-target"],
  expect: () => ({ kind: "refused", reason: "bad-target", observedLiveness: null }),
  async act(stage, session) {
    const { clock, randomBytes } = stage.world;
    const gardenId = mintGardenId(clock.wallMs(), randomBytes(3));
    await dispatchRefused(stage, session, { dispatch: 1, gardenId });
  },
});
