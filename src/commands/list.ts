// `matrix list`: the cells that a run would have, and which of them would be skipped.
import type { CommandSpec } from "./command.ts";
import { withDrawnSeed } from "./drawn-seed.ts";
import { withEntwurf } from "./entwurf-lane.ts";
import { overridesIn } from "./given.ts";
import { addSelection, collectPaths, withResolvedPaths } from "./options.ts";

export const list: CommandSpec = {
  name: "list",
  summary: "print the cells that would be run",
  define(command) {
    addSelection(command);
    command.option("--pi <path>", "the pi that would be run (repeatable)", collectPaths);
    command.option("--json", "print one JSON object and nothing else on standard output");
  },
  async execute(_positional, options, io) {
    const [{ prepare }, { planCells }, { layoutRun }, { renderList }] = await Promise.all([
      import("../matrix/run/prepare.ts"),
      import("../matrix/plan/plan.ts"),
      import("../matrix/store/run-directory.ts"),
      import("../report/list.ts"),
    ]);
    const [asked, world] = await Promise.all([
      withDrawnSeed(withResolvedPaths(overridesIn(options), io), io).then((seeded) =>
        withEntwurf(seeded, io),
      ),
      io.world(),
    ]);
    const prepared = await prepare(asked.options, io, asked.parts);
    const chance = { wallMs: world.clock.wallMs(), randomBytes: world.randomBytes };
    const place = { ...prepared.config, ...io, agentDirectory: null };
    const plan = planCells(prepared.dimensions, layoutRun(place, chance), chance);
    io.stdout.write(renderList(plan, { json: options.json === true }));
    return 0;
  },
};
