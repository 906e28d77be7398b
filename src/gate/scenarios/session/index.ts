// What can be wrong with what is saved of a session: its file, and the record that leads to it.
import type { Scenario } from "../../scenario.ts";
import { directoryGone, directoryIsAFile, movedDirectory } from "./directory.ts";
import { byteOrderMark, relativeDirectory } from "./header.ts";
import { modelSwitched, retaggedLate } from "./last-word.ts";
import { missingFile } from "./missing-file.ts";
import { otherDirectory, otherModel } from "./record-differs.ts";
import { renamedInTurn } from "./renamed-in-turn.ts";
import { sameId } from "./same-id.ts";
import { strangers } from "./strangers.ts";
import { tornLine } from "./torn-line.ts";
import {
  corruptRecord,
  recordOfAnother,
  recordWithMore,
  twoRecords,
} from "./untrustworthy-record.ts";

export const sessionScenarios: readonly Scenario[] = [
  tornLine,
  otherDirectory,
  otherModel,
  corruptRecord,
  recordOfAnother,
  recordWithMore,
  twoRecords,
  missingFile,
  movedDirectory,
  directoryGone,
  directoryIsAFile,
  relativeDirectory,
  byteOrderMark,
  sameId,
  retaggedLate,
  modelSwitched,
  renamedInTurn,
  strangers,
];
