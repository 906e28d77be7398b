// A mailbox citizen and its receiver: the cell's record as another backend's, and the presence
// marker of a process that is there to fetch.
import { join } from "node:path";
import type { Moment, ProcessIdentity } from "../../evidence/event.ts";
import { signalName } from "../../formats/places.ts";
import type { PresenceMarker } from "../../formats/presence.ts";
import type { Stage } from "../stage.ts";
import { cellRecordPath, placeFile, rewriteRecord } from "./props.ts";

/** From now on the cell's garden id belongs to a backend that fetches its mail. */
export async function becomeMailboxCitizen(stage: Stage): Promise<void> {
  await rewriteRecord(stage, { backend: "claude-code" });
}

/** Returns where the marker is. */
export async function armReceiver(stage: Stage, owner: ProcessIdentity): Promise<string> {
  const { gardenId, paths } = stage.cell;
  const { ownerStartKey } = stage.context.lane.surroundings ?? {};
  const record = JSON.parse(await stage.world.files.readText(cellRecordPath(stage)));
  const marker: PresenceMarker = {
    gardenId,
    backend: "claude-code",
    nativeSessionId: record.nativeSessionId,
    ownerPid: owner.pid,
    ownerStartKey: ownerStartKey?.(owner.startTime) ?? owner.startTime,
    ownerKind: "claude-code-cli",
    armProvenance: "session-start",
    updatedAt: new Date(stage.world.clock.wallMs()).toISOString(),
  };
  const path = join(paths.receiverDirectory, `${gardenId}.json`);
  await placeFile(stage, path, JSON.stringify(marker));
  return path;
}

export interface InboxWatch {
  /** Records what the inbox holds, and when its body and its doorbell appeared. */
  list(moment: Moment): Promise<void>;
}

/** Watches an inbox from before it holds anything: the directory tells in which order names come. */
export async function watchInbox(stage: Stage): Promise<InboxWatch> {
  const { files, clock } = stage.world;
  const inbox = join(stage.cell.paths.mailboxDirectory, stage.cell.gardenId);
  await files.makeDirectory(inbox, 0o700);
  let messageAtMs: number | null = null;
  let signalAtMs: number | null = null;
  const watch = files.watch(inbox, (name) => {
    const nowMs = clock.monotonicMs();
    if (name?.endsWith(".msg")) messageAtMs ??= nowMs;
    if (name === signalName) signalAtMs ??= nowMs;
    stage.wake();
  });
  stage.afterReap.push(async () => watch.close());
  return {
    async list(moment) {
      const names = await files.list(inbox);
      const messages = names.filter((name) => name.endsWith(".msg"));
      const rung = names.includes(signalName);
      const told = () =>
        (messages.length === 0 || messageAtMs !== null) && (!rung || signalAtMs !== null);
      // The directory's own news may come after the look at it.
      const result = await stage.until(told, stage.cell.timeouts.identityMs);
      // Without times there is no order to judge: that is the watch's failure, and nobody else's.
      if (result !== "met") throw new Error(`no news of what came into ${inbox} (${result})`);
      const bodies = await Promise.all(messages.map((name) => files.readText(join(inbox, name))));
      stage.record({
        type: "mailbox-listed",
        moment,
        messages,
        bodies,
        signalAtMs,
        messageAtMs,
        read: names.filter((name) => name.endsWith(".read")),
      });
    },
  };
}
