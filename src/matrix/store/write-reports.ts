// Reports that go to files. One that cannot be written does not keep the others from being written.
import { appendFileSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { makeDirectories } from "../../world/node/make-directories.ts";
import { StorageError } from "../../world/storage-error.ts";
import { messageOf } from "../../world/world.ts";
import { fitted } from "./fitted.ts";

export interface ReportFile {
  /** Absolute. */
  readonly file: string;
  readonly text: string;
  /** Appends to what is there, up to so many bytes in all; left out, the file is written anew. */
  readonly appendUpTo?: number;
}

/** @throws StorageError naming each file that could not be written. */
export function writeReports(reports: readonly ReportFile[]): void {
  const failed = reports.flatMap((report) => {
    const { file } = report;
    try {
      makeDirectories(dirname(file));
      writeReport(report);
      return [];
    } catch (error) {
      return [`The report could not be written to ${file}: ${messageOf(error)}`];
    }
  });
  if (failed.length > 0) throw new StorageError(failed.join("\n"));
}

function writeReport({ file, text, appendUpTo }: ReportFile): void {
  if (appendUpTo === undefined) {
    writeFileSync(file, text);
  } else {
    const { size } = statSync(file, { throwIfNoEntry: false }) ?? { size: 0 };
    appendFileSync(file, fitted(text, appendUpTo - size));
  }
}
