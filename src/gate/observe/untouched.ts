// What a refused dispatch must leave alone, fingerprinted before and after it: the session, its
// socket, its lock, its record and its inbox. It compares nothing; a claim does.
import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Moment, SkippedFile } from "../../evidence/event.ts";
import { recordPath } from "../../formats/places.ts";
import { type DispatchOptions, dispatchOnce } from "../dispatching.ts";
import type { Stage } from "../stage.ts";
import { lookOrNote } from "./passed-over.ts";
import { comeToRest } from "./resting.ts";
import { recordSkipped, type Session } from "./session.ts";
import { lastResumed } from "./turns.ts";

/** One dispatch that is to be refused, between two looks at everything its target consists of. */
export async function dispatchRefused(
  stage: Stage,
  session: Session,
  options: DispatchOptions,
): Promise<void> {
  await fingerprintTarget(stage, session, "before-resume");
  await dispatchOnce(stage, options);
  const resident = lastResumed(stage);
  // What a refusal injected in spite of itself would show a moment later only.
  if (resident) await comeToRest(stage, resident, () => true);
  await session.drain();
  await fingerprintTarget(stage, session, "after-dispatch");
}

async function fingerprintTarget(stage: Stage, session: Session, moment: Moment): Promise<void> {
  const { gardenId, paths } = stage.cell;
  for (const path of [
    session.path,
    stage.socketPath,
    stage.lockPath,
    recordPath(paths.recordDirectory, gardenId),
    join(paths.mailboxDirectory, gardenId),
  ]) {
    await fingerprint(stage, moment, path);
  }
}

/** What cannot be read has no content here; that it is there, and what it is, is kept all the same. */
export async function fingerprint(
  stage: Stage,
  moment: Moment,
  path: string,
  stranger = false,
): Promise<void> {
  const { files } = stage.world;
  const { kind, bytes } = await files.inspect(path);
  const note = (skipped: SkippedFile) => recordSkipped(stage, skipped);
  const content =
    kind === "file" ? await lookOrNote(path, note, () => files.readBytes(path, 0, bytes)) : null;
  const sha256 = content && createHash("sha256").update(content).digest("hex");
  stage.record({
    type: "file-fingerprint",
    moment,
    path,
    kind,
    sha256,
    ...(stranger ? { stranger } : {}),
  });
}
