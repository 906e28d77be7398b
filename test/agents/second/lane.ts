// A way to resume the second agent: a one-shot worker that goes by the record, as only that says
// which chat is meant by a garden id.
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { defineLane, type Seams } from "../../../src/index.ts";

const recordOf = ({ recordDirectory }: Seams["cell"]["paths"], gardenId: string) =>
  join(recordDirectory, `${gardenId}.meta.json`);

export const oneShotByRecord = defineLane({
  name: "one-shot-by-record",
  summary: "one-shot worker of the second agent: no lock, found by its record",
  module: import.meta.filename,
  traits: { resident: false, locking: false, mapsIdentity: true },
  surroundings: {
    recordText: ({ gardenId }, { header, path, name }) =>
      JSON.stringify({ gardenId, chat: header?.id, name, path, cwd: header?.cwd }),
  },
  async resume({ gardenId, message }, { cell, agent, world, start, trust }) {
    const record = JSON.parse(await readFile(recordOf(cell.paths, gardenId), "utf8"));
    const { path, cwd } = record;
    const { size } = await stat(path);
    const verdict = await trust(cwd);
    if (verdict.kind === "denied") throw new Error(verdict.because);
    const { provider, model } = cell.target;
    const launch = { kind: "one-shot", gardenId, sessionPath: path, provider, model } as const;
    const child = await start({ ...launch, approve: verdict.approve, prompt: message }, cwd);
    const started = await child.started;
    if (started.kind === "failed") throw new Error(started.message);
    const watch = { kind: "child-exited", ...(await child.exited) } as const;
    const added = (await world.files.readText(path)).slice(size).split("\n");
    const said = added
      .map((line) => agent.parseLine(line))
      .flatMap((line) =>
        line.kind === "entry" && line.entry.role === "assistant" ? line.entry : [],
      )
      .at(-1);
    const { text = "", stopReason = null, errorMessage = null } = said ?? {};
    const turn =
      stopReason === "stop"
        ? ({ kind: "replied", text, stopReason } as const)
        : ({ kind: "failed", stopReason, message: errorMessage } as const);
    return { kind: "resumed", watch, lockDirty: null, turn };
  },
});
