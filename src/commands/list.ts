// `matrix list`: the cells that a run would have, and which of them would be skipped.
import type { CommandSpec } from "./command.ts";
import { withDrawnSeed } from "./drawn-seed.ts";
import { withEntwurf } from "./entwurf-lane.ts";
import { overridesIn } from "./given.ts";
import { addSelection, collect, withResolvedPaths } from "./options.ts";
import { addShard, withShard } from "./sharded.ts";

export const list: CommandSpec = {
  name: "list",
  summary: "print the cells that would be run",
  define(command) {
    addSelection(command);
    addShard(command);
    command.option("--pi <path>", "the pi that would be run (repeatable)", collect);
    command.option("--json", "print one JSON object and nothing else on standard output");
  },
  async execute(_positional, options, io) {
    const [{ prepare }, { planFor }, { renderList }] = await Promise.all([
      import("../matrix/run/prepare.ts"),
      import("../matrix/run/plan-for.ts"),
      import("../report/list.ts"),
    ]);
    const given = overridesIn(options);
    const [asked, world] = await Promise.all([
      withDrawnSeed(withResolvedPaths(given, io), io).then((seeded) => withEntwurf(seeded, io)),
      io.world(),
    ]);
    const whole = await prepare(asked.options, io, asked.parts);
    const prepared = await withShard(whole, { ...given, output: whole.config.output }, io);
    const place = { ...prepared.config, ...io, agentDirectory: null };
    const { plan } = planFor({ prepared, continued: null, place }, world);
    io.stdout.write(renderList(plan, { json: options.json === true }));
    return 0;
  },
};
