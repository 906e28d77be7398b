// What lies among the sessions and the records of a scene and is neither, put there in one instant.
import { createHash } from "node:crypto";
import type { Moment } from "../../evidence/event.ts";
import type { Stage } from "../../gate/stage.ts";
import type { Inode } from "../machine/files.ts";
import type { Machine } from "../machine/machine.ts";

interface Stranger {
  readonly name: string;
  readonly kind: Inode["kind"];
  readonly text?: string;
}

const strangers: readonly Stranger[] = [
  { name: "dangling", kind: "symlink" },
  { name: "pipe", kind: "other" },
  { name: "directory", kind: "directory" },
  { name: "cut-off", kind: "file", text: '{"type":"session","id":"2030' },
  { name: "empty", kind: "file" },
];

export interface PlacedStrangers {
  /** Keeps what each of them is now, for a claim to compare. */
  lookAgain(): void;
}

export function placeStrangers({ disk }: Machine, { cell, record }: Stage): PlacedStrangers {
  const { sessionDirectory, recordDirectory } = cell.paths;
  const paths: string[] = [];
  for (const [index, { name, kind, text = "" }] of strangers.entries()) {
    for (const path of [
      `${sessionDirectory}/${name}.jsonl`,
      `${recordDirectory}/20300101T00000${index}-5ce4e0.meta.json`,
    ]) {
      if (kind === "directory") disk.makeDirectory(path, 0o700);
      else disk.create(path, kind, 0o600, text);
      paths.push(path);
    }
  }
  const look = (moment: Moment) => {
    for (const path of paths) {
      const { kind } = disk.inspect(path);
      const text = kind === "file" ? disk.read(path).text : null;
      const sha256 = text === null ? null : createHash("sha256").update(text).digest("hex");
      record({ type: "file-fingerprint", moment, path, kind, sha256, stranger: true });
    }
  };
  look("before-resume");
  return { lookAgain: () => look("after-dispatch") };
}
