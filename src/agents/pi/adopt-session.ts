// A copy of somebody's session as one of a cell's own: its header gets the cell's id and working
// directory, and nothing else is changed.
import { join } from "node:path";
import type { CellPaths } from "../../evidence/cell.ts";
import type { AdoptSession } from "../agent.ts";

/** A text without a header stays as it is: pi takes it for no session either. */
export const adoptSession: AdoptSession = (text, gardenId, paths) => {
  const end = text.indexOf("\n");
  const [header, rest] = end < 0 ? [text, ""] : [text.slice(0, end), text.slice(end)];
  return { path: placeFor(gardenId, paths), text: adopted(header, gardenId, paths) + rest };
};

function adopted(header: string, id: string, { workingDirectory: cwd }: CellPaths): string {
  try {
    const fields: unknown = JSON.parse(header);
    return JSON.stringify(Object.assign({}, fields, { id, cwd }));
  } catch {
    return header;
  }
}

function placeFor(gardenId: string, paths: CellPaths): string {
  return join(folderFor(paths), `2000-01-01T00-00-00-000Z_${gardenId}.jsonl`);
}

/** In its default place pi gives each working directory a folder of its own. */
export function folderFor(paths: CellPaths): string {
  const { sessionDirectory, agentDirectory, workingDirectory } = paths;
  const folder = `--${workingDirectory.replace(/^[/\\]/, "").replace(/[/\\:]/g, "-")}--`;
  const isDefault = sessionDirectory === join(agentDirectory, "sessions");
  return isDefault ? join(sessionDirectory, folder) : sessionDirectory;
}
