import { join } from "node:path";
import { defineScenario } from "../../scenario.ts";
import type { Stage } from "../../stage.ts";
import { needsRecord } from "../../toolbox/needs.ts";
import { rewriteRecord } from "../../toolbox/props.ts";

const directory = "record-names-another-directory";
const model = "record-names-another-model";

export const otherDirectory = defineScenario({
  name: "other-directory",
  summary: "the record names another directory than the session: the session's own is used",
  explained: {
    why: "The session knows where it worked; a record may be older than a move.",
    causes: "The record's directory is used since it is quicker to read.",
  },
  faults: [directory],
  cannotRun: needsRecord,
  covers: ["owned-outcome×dormant"],
  expect: () => ({ kind: "resumed" }),
  async arrange(stage) {
    const cwd = join(stage.cell.paths.root, "elsewhere");
    await stage.world.files.makeDirectory(cwd, 0o700);
    await contradict(stage, directory, { cwd });
  },
});

export const otherModel = defineScenario({
  name: "other-model",
  summary: "the record names another model than the session: the session's own is asked",
  explained: {
    why: "The session knows with whom it spoke last; a record may be older than a switch.",
    causes: "The record's model is used since it is quicker to read.",
  },
  faults: [model],
  cannotRun: needsRecord,
  covers: ["owned-outcome×dormant"],
  expect: () => ({ kind: "resumed" }),
  async arrange(stage) {
    const { target } = stage.cell;
    await contradict(stage, model, { model: `${target.provider}/${target.model}-other` });
  },
});

/** The record is rewritten, not the session; the proof is what the file now says. */
async function contradict(
  stage: Stage,
  fault: string,
  changes: { readonly cwd: string } | { readonly model: string },
): Promise<void> {
  const wanted = JSON.stringify(changes);
  stage.record({ type: "fault-armed", fault, detail: wanted });
  const record: Record<string, unknown> = JSON.parse(await rewriteRecord(stage, changes));
  const { cwd, model } = record;
  stage.record({
    type: "fault-fired",
    fault,
    proof: `the record says ${JSON.stringify({ cwd, model })}`,
  });
}
