// A lane as a user would bring one, wrong in two ways: it releases its lock as soon as it has
// spawned, and it starts two children on one session.
import { defineLane } from "resume-matrix";

export const hasty = defineLane({
  name: "hasty",
  summary: "releases at spawn and starts two children",
  traits: { resident: true, locking: true },
  async resume({ gardenId, message }, { cell, lock, start }) {
    const acquired = await lock.acquire(gardenId);
    if (acquired.kind === "conflict") throw new Error(acquired.because);
    const { provider, model } = cell.target;
    const launch = { gardenId, provider, model, kind: "resident", approve: false } as const;
    const begin = () => start({ ...launch, prompt: message }, cell.paths.workingDirectory);
    const [first] = [await begin(), await begin()];
    await lock.release(acquired.lock);
    const started = await first.started;
    if (started.kind === "failed") {
      const watch = { kind: "spawn-start-failed", error: started.message } as const;
      return { kind: "resumed", watch, lockDirty: null, turn: null };
    }
    const watch = { kind: "socket-alive", pid: started.identity.pid } as const;
    return { kind: "resumed", watch, lockDirty: null, turn: null };
  },
});
