// What is handed to the release is no lock of ours, and the check that would say so is gone.
import { defineCanary } from "./canary.ts";
import { isLock } from "./parts.ts";

const stranger = "5ce4e00000000000";

export const nonceOwnershipIgnored = defineCanary({
  name: "nonce-ownership-ignored",
  breaks: "whatever lock is on the disk is removed, whoever's nonce it holds",
  claim: "single-release",
  alone: true,
  source: "mutant",
  alterWorld(world, _cell, fire) {
    let reads = 0;
    const readText = async (path: string) => {
      const text = await world.files.readText(path);
      if (!isLock(path)) return text;
      reads += 1;
      fire(`look ${reads} at ${path} found the nonce that was looked for`);
      return text.replace(/"nonce":"[^"]*"/, `"nonce":"${stranger}"`);
    };
    return { ...world, files: { ...world.files, readText } };
  },
  seams: (seams) => ({
    lock: {
      acquire: seams.lock.acquire,
      release: (lock) => seams.lock.release({ ...lock, nonce: stranger }),
    },
  }),
});
