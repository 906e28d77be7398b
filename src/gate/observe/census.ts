// What is still there when a cell should have left nothing: looked for by marker, by name and by
// place. Sockets and locks that a cell may leave by design are swept first, each with an event.
import { join } from "node:path";
import type { Files } from "../../world/world.ts";
import { cellMarker, type Stage } from "../stage.ts";
import { asSkipped } from "./passed-over.ts";
import { recordSkipped } from "./session.ts";

/** Where a lock or a session may lie; one found anywhere else in the cell is a stray. */
export async function takeCensus(stage: Stage): Promise<void> {
  const { world, cell, context } = stage;
  const usual = context.agent.usualDirectory;
  const { paths, gardenId } = cell;
  const processes = await world.processes.withMarker(cellMarker, gardenId);
  const sockets = await pathsMatching(world.files, paths.socketDirectory, () => true);
  const shared = await pathsMatching(world.files, paths.temporaryDirectory, (name) =>
    name.includes(gardenId),
  );
  const inCell = await world.files.tree(paths.root, (path, error) => {
    const skipped = asSkipped(path, error);
    if (skipped === null) throw error;
    recordSkipped(stage, skipped);
  });
  const isLock = (path: string) => /\.lock(\.reclaim)?$/.test(path);
  const expected = [paths.sessionDirectory, paths.agentDirectory];
  const strayFiles = inCell.filter(
    (path) =>
      path.endsWith(".sock") ||
      (path.endsWith(".jsonl") && !expected.some((directory) => path.startsWith(directory))) ||
      (usual !== null && path.startsWith(join(paths.root, usual))) ||
      path.startsWith(`${paths.workingDirectory}/`),
  );
  stage.record({
    type: "census",
    processes: processes.map(({ pid, startTime, arguments: text }) => ({
      pid,
      startTime,
      arguments: text,
    })),
    sockets,
    locks: inCell.filter((path) => isLock(path) && path.includes(gardenId)),
    strayFiles: [...strayFiles, ...shared],
  });
}

async function pathsMatching(
  files: Files,
  directory: string,
  matches: (name: string) => boolean,
): Promise<string[]> {
  return (await files.list(directory)).filter(matches).map((name) => join(directory, name));
}
