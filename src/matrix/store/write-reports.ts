// Reports that go to files. One that cannot be written does not keep the others from being written.
import { appendFileSync, closeSync, openSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { makeDirectories } from "../../world/node/make-directories.ts";
import { isOfThePlace, whyNoFile } from "../../world/node/writable.ts";
import { StorageError } from "../../world/storage-error.ts";
import { type Fault, UsageError } from "../../world/usage-error.ts";
import { messageOf } from "../../world/world.ts";
import { fitted } from "./fitted.ts";

export interface ReportFile {
  /** Absolute. */
  readonly file: string;
  /** Whole, or in parts, each of which is made when the one before is written. */
  readonly text: string | Iterable<string>;
  /** Appends to what is there, up to so many bytes in all; left out, the file is written anew. */
  readonly appendUpTo?: number;
}

export interface NamedFile {
  /** Of the report. */
  readonly name: string;
  /** Absolute; null for standard output. */
  readonly file: string | null;
}

/** Before anything is run for them. @throws UsageError naming each place where none can be written. */
export function refusePlaces(reports: readonly NamedFile[]): void {
  const faults = reports.flatMap(({ name, file }): Fault[] => {
    const why = file === null ? null : whyNoFile(file);
    return why === null ? [] : [{ where: `${name}=${file}`, message: `cannot be written: ${why}` }];
  });
  if (faults.length > 0) throw new UsageError("Nothing is reported.", faults);
}

/**
 * `failed` says of those that were to be printed why they were not.
 * @throws UsageError naming each file that cannot be written where it was wanted, StorageError where the
 * disk refused one.
 */
export function writeReports(reports: readonly ReportFile[], failed: readonly string[] = []): void {
  const unprinted = failed.map((message) => ({ message, ofThePlace: true }));
  const unwritten = reports.flatMap((report) => {
    const { file } = report;
    try {
      makeDirectories(dirname(file));
      writeReport(report);
      return [];
    } catch (error) {
      const message = `The report could not be written to ${file}: ${messageOf(error)}`;
      return [{ message, ofThePlace: isOfThePlace(error) || error instanceof UsageError }];
    }
  });
  const faults = [...unprinted, ...unwritten];
  if (faults.length === 0) return;
  const text = faults.map(({ message }) => message).join("\n");
  if (faults.every(({ ofThePlace }) => ofThePlace)) throw new UsageError(text);
  throw new StorageError(text);
}

function writeReport({ file, text, appendUpTo }: ReportFile): void {
  const parts = typeof text === "string" ? [text] : text;
  if (appendUpTo === undefined) {
    writeParts(file, parts);
  } else {
    const { size } = statSync(file, { throwIfNoEntry: false }) ?? { size: 0 };
    appendFileSync(file, fitted([...parts].join(""), appendUpTo - size));
  }
}

function writeParts(path: string, text: Iterable<string>): void {
  const parts = text[Symbol.iterator]();
  // Who makes nothing takes nothing of what is there.
  let part = parts.next();
  const file = openSync(path, "w");
  try {
    // Each behind the one before.
    for (; !part.done; part = parts.next()) writeFileSync(file, part.value);
  } finally {
    closeSync(file);
  }
}
