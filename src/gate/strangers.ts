// Strangers for a scenario: what may lie among the sessions and the records, bears no id of the cell,
// and is no session or record that anybody could read.
import { join } from "node:path";
import { mintGardenId } from "../formats/garden-id.ts";
import { recordPath } from "../formats/places.ts";
import type { FileKind } from "../world/world.ts";
import { fingerprint } from "./observe/untouched.ts";
import type { Stage } from "./stage.ts";
import { startActor } from "./toolbox/actor.ts";

export interface Stranger {
  readonly path: string;
  readonly kind: FileKind;
}

/** By the kind that each has to be found as. */
const kinds: Readonly<Record<string, FileKind>> = {
  dangling: "symlink",
  circle: "symlink",
  pipe: "other",
  noise: "file",
  directory: "directory",
  closed: "file",
  empty: "file",
  "cut-off": "file",
};

/** Puts one of each kind where sessions are kept, and one of each where records are. */
export async function placeStrangers(stage: Stage): Promise<readonly Stranger[]> {
  const { cell, world } = stage;
  const { files, clock } = world;
  const { root, sessionDirectory, recordDirectory } = cell.paths;
  // An agent opens whatever lies beside its session; one directory down it meets no pipe.
  const below = join(sessionDirectory, "--elsewhere--");
  const places: readonly ((kind: string) => string)[] = [
    (kind) => join(kind === "pipe" ? below : sessionDirectory, `${kind}.jsonl`),
    () => recordPath(recordDirectory, mintGardenId(clock.wallMs(), world.randomBytes(3))),
  ];
  const strangers: Stranger[] = [];
  await files.makeDirectory(below, 0o700);
  for (const [index, pathOf] of places.entries()) {
    const draft = join(root, `litter-${index}`);
    await files.makeDirectory(draft, 0o700);
    await startActor(stage, "litter", draft);
    await files.makeDirectory(join(draft, "directory"), 0o700);
    await files.writeText(join(draft, "closed"), "{", 0);
    await files.writeText(join(draft, "empty"), "", 0o600);
    await files.writeText(join(draft, "cut-off"), '{"type":"session","id":"2026', 0o600);
    for (const [name, kind] of Object.entries(kinds)) {
      const path = pathOf(name);
      await files.rename(join(draft, name), path);
      strangers.push({ path, kind });
    }
  }
  return strangers;
}

/** Each of them as it is now; what became of it is for a claim. */
export async function fingerprintStrangers(
  stage: Stage,
  moment: "before-resume" | "after-dispatch",
  strangers: readonly Stranger[],
): Promise<void> {
  for (const { path } of strangers) await fingerprint(stage, moment, path, true);
}
