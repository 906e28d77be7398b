import { dispatchRefused } from "../../observe/untouched.ts";
import { defineScenario } from "../../scenario.ts";
import { needsLock } from "../../toolbox/needs.ts";

const fault = "disk-full";

export const diskFullAtLock = defineScenario({
  name: "disk-full-at-lock",
  summary:
    "the lock can be created and not written (injected ENOSPC): thrown, no lock stays behind",
  explained: {
    why: "A lock file that exists and says nothing blocks everybody, and its maker is gone with an error.",
    causes: "The file is created and left when the write to it fails.",
  },
  faults: [fault],
  covers: ["throws:disk-full"],
  expect: () => ({ kind: "threw", message: "ENOSPC" }),
  cannotRun: needsLock,
  alterWorld(world, stage) {
    const { createExclusive } = world.files;
    return {
      ...world,
      files: {
        ...world.files,
        async createExclusive(path, mode) {
          const file = await createExclusive(path, mode);
          if (path !== stage.lockPath) return file;
          const write = async () => {
            const { bytes, kind } = await world.files.inspect(path);
            const proof = `ENOSPC for the write to ${path}, then a ${kind} of ${bytes} bytes`;
            stage.record({ type: "fault-fired", fault, proof });
            throw Object.assign(new Error("ENOSPC: no space left on device, write"), {
              code: "ENOSPC",
            });
          };
          return { ...file, write };
        },
      },
    };
  },
  async arrange(stage) {
    stage.record({ type: "fault-armed", fault, detail: `injected, for ${stage.lockPath}` });
  },
  act: (stage, session) => dispatchRefused(stage, session, { dispatch: 1 }),
});
