// `matrix list`: the cells that a run would have, and which of them would be skipped; or what there is
// to choose from.
import { Option } from "commander";
import { defaultAgent } from "../agents/description.ts";
import { listNames } from "../report/list-shape.ts";
import type { CommandSpec, Io } from "./command.ts";
import { withDrawnSeed } from "./drawn-seed.ts";
import { withEntwurf } from "./entwurf-lane.ts";
import { knownParts } from "./explain.ts";
import { choiceIn, type Options, overridesIn } from "./given.ts";
import { addSelection, collectPaths, withResolvedPaths } from "./options.ts";
import { addShard, withShard } from "./sharded.ts";

export const list: CommandSpec = {
  name: "list",
  summary: "print the cells that would be run, or what there is to choose from",
  define(command) {
    addSelection(command);
    addShard(command);
    command
      .option("--pi <path>", "the pi that would be run (repeatable)", collectPaths)
      .addOption(new Option("--what <kind>", "list this, and not the cells").choices(listNames))
      .option("--json", "print one JSON object and nothing else on standard output");
  },
  async execute(_positional, options, io) {
    const json = options.json === true;
    const what = choiceIn(options, "what", listNames) ?? "cells";
    if (what === "cells") {
      const [{ renderList }, plan] = await Promise.all([
        import("../report/list.ts"),
        planned(options, io),
      ]);
      io.stdout.write(renderList(plan, { json }));
      return 0;
    }
    const [{ renderChoice }, choice] = await Promise.all([
      import("../report/list.ts"),
      choiceOf(options, io),
    ]);
    io.stdout.write(renderChoice(what, choice, { json }));
    return 0;
  },
};

async function planned(options: Options, io: Io) {
  const [{ prepare }, { planFor }] = await Promise.all([
    import("../matrix/run/prepare.ts"),
    import("../matrix/run/plan-for.ts"),
  ]);
  const given = overridesIn(options);
  const [asked, world] = await Promise.all([
    withDrawnSeed(withResolvedPaths(given, io), io).then((seeded) => withEntwurf(seeded, io)),
    io.world(),
  ]);
  const whole = await prepare(asked.options, io, asked.parts);
  const prepared = await withShard(whole, { ...given, output: whole.config.output }, io);
  const place = { ...prepared.config, ...io, agentDirectory: null };
  return planFor({ prepared, continued: null, place }, world).plan;
}

async function choiceOf(options: Options, io: Io) {
  const [known, { reporters }] = await Promise.all([
    knownParts(options, io),
    import("../report/reporters/index.ts"),
  ]);
  const own = known.agents.map(({ name }) => ({ name, builtIn: false }));
  return { ...known, reporters, agents: [{ name: defaultAgent, builtIn: true }, ...own] };
}
