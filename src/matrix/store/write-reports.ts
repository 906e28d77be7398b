// Reports that go to files. One that cannot be written does not keep the others from being written.
import { writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { StorageError } from "../../world/storage-error.ts";
import { messageOf } from "../../world/world.ts";
import { makeDirectories } from "./run-directory.ts";

export interface ReportFile {
  /** Absolute. */
  readonly file: string;
  readonly text: string;
}

/** @throws StorageError naming each file that could not be written. */
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
  if (failed.length > 0) throw new StorageError(failed.join("\n"));
}
