// `--lane canary:<name>`: lanes that are broken on purpose are offered only by name.
import type { Parts } from "../matrix/parts.ts";

const prefix = "canary:";

/** Only where the flaw is in the lane: a model or a leftover is brought by `matrix canary`. */
export async function withCanaries(
  { lane = [] }: { readonly lane?: readonly string[] },
  parts: Parts,
): Promise<Parts> {
  if (!lane.some((name) => name.startsWith(prefix))) return parts;
  const { canaries, canaryLanes } = await import("../lanes/canaries/index.ts");
  const broken = canaryLanes.filter((_lane, index) => {
    const canary = canaries[index];
    return canary?.behaviour === undefined && canary?.before === undefined;
  });
  return { ...parts, lanes: [...parts.lanes, ...broken] };
}
