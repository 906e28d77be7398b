// Reports that go to files. One that cannot be written does not keep the others from being written.
import { writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { messageOf } from "../../world/world.ts";
import { makeDirectories } from "./run-directory.ts";

export interface ReportFile {
  /** Absolute. */
  readonly file: string;
  readonly text: string;
}

/** Told like every failure of the disk: by its sentence alone. */
class ReportError extends Error {
  override readonly name = "StorageError";
}

/** @throws Error naming each file that could not be written. */
export function writeReports(reports: readonly ReportFile[]): void {
  const failed = reports.flatMap(({ file, text }) => {
    try {
      makeDirectories(dirname(file));
      writeFileSync(file, text);
      return [];
    } catch (error) {
      return [`The report could not be written to ${file}: ${messageOf(error)}`];
    }
  });
  if (failed.length > 0) throw new ReportError(failed.join("\n"));
}
