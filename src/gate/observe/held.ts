// What the dormant session holds that its model has to be told again: the gate's own reading of the
// file, right before it is resumed. A file that is gone, or an agent that cannot say, leaves no event.
import { digestOf } from "../../loopback/values.ts";
import type { Stage } from "../stage.ts";

export async function recordHeld(stage: Stage, path: string): Promise<void> {
  const { world, context, cell } = stage;
  const { agent } = context;
  if (!agent.heldParts || (await world.files.inspect(path)).kind !== "file") return;
  const held = agent.heldParts(await world.files.readText(path), cell.target);
  const parts = held.map(({ kind, entryId, texts }) => {
    return { kind, entryId, digests: texts.map(digestOf) };
  });
  stage.record({ type: "history-held", path, parts });
}
