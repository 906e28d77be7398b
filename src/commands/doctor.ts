// `matrix doctor`: looks at what a run needs and says what would work here. It runs no cell.
import type { CommandSpec } from "./command.ts";
import { flagIn, overridesIn } from "./given.ts";
import { addPlace, pathText, withResolvedPaths } from "./options.ts";

export const doctor: CommandSpec = {
  name: "doctor",
  summary: "say what would run here and what would not",
  define(command) {
    addPlace(command);
    command.option("--pi <path>", "the pi to look at (default: the bundled one)", pathText);
    command.option("--online", "ask the package registry whether a newer pi is out");
  },
  async execute(_positional, options, io) {
    const [{ examineMachine }, { renderExamination }, { paintFor }] = await Promise.all([
      import("../matrix/run/doctor.ts"),
      import("../report/doctor.ts"),
      import("./print.ts"),
    ]);
    const [parts, world] = await Promise.all([io.parts(), io.world()]);
    const asked = { ...overridesIn(options), online: flagIn(options, "online") ?? false };
    const examination = await examineMachine(withResolvedPaths(asked, io), io, parts, world);
    io.stdout.write(renderExamination(examination, paintFor(io.stdout, io)));
    return examination.checks.every(({ ok }) => ok) ? 0 : 1;
  },
};
