// Where a run will lie and which cells it will have. It touches nothing.
import { controlSocketPath } from "../../formats/places.ts";
import { UsageError } from "../../world/usage-error.ts";
import type { World } from "../../world/world.ts";
import type { RunLayout } from "../plan/layout.ts";
import { type PlannedCell, planCells } from "../plan/plan.ts";
import { dealt } from "../plan/shard.ts";
import { layoutExisting, layoutRun } from "../store/run-directory.ts";
import { planRemaining } from "./remaining.ts";
import type { RunRequest } from "./run-request.ts";

type Asked = Pick<RunRequest, "prepared" | "continued" | "place">;

/**
 * `whole` has the cells of the other shards, too.
 *
 * @throws UsageError where nothing is wanted, or where a socket's path would be too long.
 */
export function planFor(request: Asked, world: World) {
  const layout = layoutOf(request, world);
  const whole = planOf(request, layout, world);
  const { shard = null } = request.prepared.dimensions;
  // A shard that is gone on with has recorded which cells are its own.
  const plan = shard === null || request.continued !== null ? whole : dealt(whole, shard);
  refuseLongSocketPath(plan, world);
  return { layout, plan, whole };
}

function layoutOf({ continued, place }: Asked, world: World): RunLayout {
  const chance = { wallMs: world.clock.wallMs(), randomBytes: world.randomBytes };
  if (continued === null) return layoutRun(place, chance);
  const { directory, record } = continued;
  return layoutExisting(place, record.run, directory, world.randomBytes);
}

function planOf({ prepared, continued }: Asked, layout: RunLayout, world: World) {
  const chance = { wallMs: world.clock.wallMs(), randomBytes: world.randomBytes };
  return continued === null
    ? planCells(prepared.dimensions, layout, chance)
    : planRemaining(continued, prepared, layout, chance);
}

/** By the cells' own paths: a lane may have put its sockets deeper. */
function refuseLongSocketPath(plan: readonly PlannedCell[], world: World) {
  const limit = world.host.socketPathLimit;
  const sockets = plan.map(({ cell }) =>
    controlSocketPath(cell.paths.socketDirectory, cell.gardenId),
  );
  const path = sockets.find((socket) => Buffer.byteLength(socket) > limit);
  if (path === undefined) return;
  const bytes = Buffer.byteLength(path);
  throw new UsageError(
    `socketDirectory: control sockets would have paths of ${bytes} bytes (${path}), and this system allows ${limit}. Set a shorter socketDirectory, or a shorter TMPDIR.`,
  );
}
