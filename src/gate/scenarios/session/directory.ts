// Where a session lives, and what has become of that place since it was saved.

import { dispatchRefused } from "../../observe/untouched.ts";
import { defineScenario } from "../../scenario.ts";
import type { Stage } from "../../stage.ts";
import { startActor } from "../../toolbox/actor.ts";

const refusal = { kind: "refused", reason: "bad-target", observedLiveness: null } as const;

const moved = "directory-moved-and-linked";

export const movedDirectory = defineScenario({
  name: "moved-directory",
  summary: "the directory was moved and a link left in its place: the same session goes on",
  explained: {
    why: "A project that was moved, with a link in its place, is still the same project.",
    causes: "Real paths and given paths are compared as texts.",
  },
  faults: [moved],
  covers: ["owned-outcome×dormant"],
  expect: () => ({ kind: "resumed" }),
  async arrange(stage) {
    const { workingDirectory: directory } = stage.cell.paths;
    const { files } = stage.world;
    stage.record({ type: "fault-armed", fault: moved, detail: directory });
    await files.rename(directory, `${directory}-moved`);
    await startActor(stage, "link", directory);
    const { kind } = await files.inspect(directory);
    if (kind !== "symlink") return;
    const proof = `${directory} is a link to ${directory}-moved`;
    stage.record({ type: "fault-fired", fault: moved, proof });
  },
});

const gone = "directory-gone";

export const directoryGone = defineScenario({
  name: "directory-gone",
  summary: "a session whose directory is gone is refused by name, before anything is locked",
  explained: {
    why: "An agent started elsewhere would work on the wrong files.",
    causes: "The child falls back to the current directory when its own is missing.",
  },
  faults: [gone],
  covers: ["reject:bad-target"],
  expect: () => refusal,
  act: (stage, session) =>
    instead(stage, gone, "missing", () => dispatchRefused(stage, session, { dispatch: 1 })),
});

const file = "directory-is-a-file";

export const directoryIsAFile = defineScenario({
  name: "directory-is-a-file",
  summary:
    "a file where a session's directory was is refused by name, and nothing is started in it",
  explained: {
    why: "The start would fail later, with the lock held and a message that nobody understands.",
    causes: "Only existence is checked, and not the kind.",
  },
  faults: [file],
  covers: ["reject:bad-target"],
  expect: () => refusal,
  act: (stage, session) =>
    instead(stage, file, "file", () => dispatchRefused(stage, session, { dispatch: 1 })),
});

/** With a file, or nothing, in the place of the working directory. */
async function instead(
  { world: { files }, cell, record }: Stage,
  fault: string,
  kind: "file" | "missing",
  work: () => Promise<void>,
): Promise<void> {
  const { workingDirectory: directory } = cell.paths;
  record({ type: "fault-armed", fault, detail: directory });
  await files.rename(directory, `${directory}-aside`);
  if (kind === "file") await files.writeText(directory, "", 0o600);
  const found = await files.inspect(directory);
  if (found.kind === kind) {
    record({ type: "fault-fired", fault, proof: `${directory} is ${kind}` });
  }
  await work();
  if (kind === "file") await files.unlink(directory);
  await files.rename(`${directory}-aside`, directory);
}
