// What a session says last of itself counts, however far down it stands. The lines that are added are
// such as the agent writes itself, behind one that is longer than any head that might be read.

import { recordPrefix, type Session } from "../../observe/session.ts";
import { dispatchRefused } from "../../observe/untouched.ts";
import { defineScenario } from "../../scenario.ts";
import type { Stage } from "../../stage.ts";
import { needsLastModel } from "../../toolbox/needs.ts";

const padding = "x".repeat(70_000);

const retagged = "marked-not-resumable-late";

export const retaggedLate = defineScenario({
  name: "retagged-late",
  summary: "a session that was marked as not resumable far below its head is refused",
  explained: {
    why: "A person marks a session as not to be resumed when it is already long; the mark is then far from the head.",
    causes: "Only the first lines are read for the session's name.",
  },
  faults: [retagged],
  covers: ["reject:bad-target"],
  expect: () => ({ kind: "refused", reason: "bad-target", observedLiveness: null }),
  async arrange(stage, session) {
    stage.record({ type: "fault-armed", fault: retagged, detail: session.path });
    const name = `${stage.cell.gardenId}==${targetOf(stage)}--kept-by-hand__`;
    await append(stage, session, [{ type: "session_info", name }]);
    const proof = `the last name, ${name}, stands ${padding.length} bytes below the others`;
    stage.record({ type: "fault-fired", fault: retagged, proof });
  },
  act: (stage, session) => dispatchRefused(stage, session, { dispatch: 1 }),
});

const switched = "model-and-thinking-switched";

export const modelSwitched = defineScenario({
  name: "model-switched",
  summary: "a session begun with another model is resumed with the one, and as it thought, last",
  explained: {
    why: "People change the model within a session; a resume with the first one changes quality, price and signatures.",
    causes: "The header's model is used and later changes are not read.",
  },
  faults: [switched],
  covers: ["owned-outcome×dormant"],
  expect: () => ({ kind: "resumed" }),
  cannotRun: needsLastModel,
  async arrange(stage, session) {
    const { provider, model } = stage.cell.target;
    const first = otherModel(model);
    stage.record({ type: "fault-armed", fault: switched, detail: `${first}, then ${model}` });
    await beginWith(stage, session, first);
    await append(stage, session, [
      { type: "model_change", provider, modelId: model },
      { type: "thinking_level_change", thinkingLevel: "low" },
    ]);
    const proof = `${session.path} begins with ${first} and ends with ${model}, thinking low`;
    stage.record({ type: "fault-fired", fault: switched, proof });
  },
});

/** Another id of the same length, so that everything behind it stays where it was. */
const otherModel = (model: string): string =>
  model.slice(0, -1) + (model.endsWith("9") ? "8" : "9");

async function beginWith({ world, cell }: Stage, { path }: Session, first: string): Promise<void> {
  const { files } = world;
  const { model } = cell.target;
  const text = await files.readText(path);
  const changed = ["modelId", "model"].reduce(
    (so, key) => so.replaceAll(`"${key}":"${model}"`, `"${key}":"${first}"`),
    text,
  );
  await files.writeText(path, changed);
}

/** Behind the padding, each the next one's parent; from now on they belong to what was there. */
async function append(
  stage: Stage,
  session: Session,
  bodies: readonly Readonly<Record<string, unknown>>[],
): Promise<void> {
  const { files, clock } = stage.world;
  const text = await files.readText(session.path);
  const timestamp = new Date(clock.wallMs()).toISOString();
  let parentId: unknown = JSON.parse(text.trimEnd().split("\n").at(-1) ?? "{}").id;
  const pad = { type: "custom", customType: "padding", data: padding };
  const lines = [pad, ...bodies].map(({ type, ...rest }, index) => {
    const id = `5ce4e00${index}`;
    const line = JSON.stringify({ type, id, parentId, timestamp, ...rest });
    parentId = id;
    return `${line}\n`;
  });
  await files.writeText(session.path, text + lines.join(""));
  await session.drain();
  await recordPrefix(stage, session.path, "before-resume");
}

const targetOf = ({ cell }: Stage): string => `${cell.target.provider}/${cell.target.model}`;
