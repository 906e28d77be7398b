// A session whose id pi chooses: its seed names none, and the record that maps the garden id to it
// is written afterwards, in the one shape that the package reads (schema 3).
import type { Cell } from "../../evidence/cell.ts";
import type { SessionFile } from "../../evidence/event.ts";

/** The garden id is the cell's own: locks, sockets and nonces were planned under it. */
export function recordText(
  { gardenId, target }: Cell,
  { header, path }: SessionFile,
  createdAt: string,
): string {
  const record = {
    schemaVersion: 3,
    gardenId,
    backend: "pi",
    nativeSessionId: header?.id ?? "",
    cwd: header?.cwd ?? "",
    model: target.model,
    transcriptPath: path,
    createdAt,
    recordUpdatedAt: createdAt,
  };
  return `${JSON.stringify(record, null, 2)}\n`;
}
