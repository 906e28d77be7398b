// Things a scenario puts in place for the subject to find, and takes away when all is over. What
// the subject itself leaves behind is never taken away here.
import { recordPath } from "../../formats/places.ts";
import type { Stage } from "../stage.ts";

/** Writes a file that is removed after the reaping, if it is still there then. */
export async function placeFile(stage: Stage, path: string, text: string): Promise<void> {
  await stage.world.files.writeText(path, text, 0o600);
  takeAwayLater(stage, path);
}

/** For what a bystander has put at `path`: nobody else will remove it. */
export function takeAwayLater(stage: Stage, path: string): void {
  const { files } = stage.world;
  stage.afterReap.push(async () => {
    const { kind } = await files.inspect(path);
    if (kind === "missing") return;
    await files.unlink(path);
    stage.record({ type: "swept", kind: kind === "socket" ? "socket" : "file", path });
  });
}

/** Changes fields of the cell's own record; returns what the file now says. */
export async function rewriteRecord(
  stage: Stage,
  changes: Readonly<Record<string, unknown>>,
): Promise<string> {
  const { files } = stage.world;
  const path = cellRecordPath(stage);
  const record: Record<string, unknown> = JSON.parse(await files.readText(path));
  const text = `${JSON.stringify({ ...record, ...changes }, null, 2)}\n`;
  await files.writeText(path, text, 0o600);
  return text;
}

export function cellRecordPath({ cell }: Stage): string {
  return recordPath(cell.paths.recordDirectory, cell.gardenId);
}
