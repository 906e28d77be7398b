// `matrix explain [name]`: what a name in a report means. It runs nothing.
import type { History } from "../gate/histories/history.ts";
import { oneTurnHistory } from "../matrix/config/config.ts";
import { UsageError } from "../world/usage-error.ts";
import type { CommandSpec, Io } from "./command.ts";
import { configuredParts } from "./configured-parts.ts";
import { flagIn, type Options } from "./given.ts";
import { addConfig } from "./options.ts";
import { paintFor, widthOf } from "./print.ts";

export const explain: CommandSpec = {
  name: "explain",
  summary: "say what a claim, scenario, history, hazard or finding means; without a name: list all",
  define(command) {
    command.argument("[name...]", "names, or the line of a report that holds some, in quotes");
    addConfig(command);
    command.option("--json", "print one JSON object and nothing else on standard output");
  },
  async execute(asked, options, io) {
    if (asked.some((each) => each.trim() === "")) {
      throw new UsageError(
        "A name to explain is empty. `matrix explain` without a name lists all names.",
      );
    }
    const [{ entriesOf, lookUp, near, renderEntry, renderNames, unknownOf }, known] =
      await Promise.all([import("../report/explain.ts"), knownParts(options, io)]);
    const entries = entriesOf(known);
    const found = asked.length === 0 ? entries : lookUp(asked, entries);
    const unknown = unknownOf(asked, entries);
    if (unknown.length > 0) {
      const names = near(unknown, entries);
      const hint = names.length > 0 ? `Did you mean ${names.join(", ")}?` : "";
      const line = asked.length > 1 ? " A line of a report stands in quotes." : "";
      const called = unknown.map((each) => `"${each}"`).join(", ");
      throw new UsageError(
        `Nothing is called ${called}. ${hint || "`matrix explain` lists all names."}${line}`,
      );
    }
    const [paint, width] = [paintFor(io.stdout, io), widthOf(io.stdout)];
    if (flagIn(options, "json")) io.stdout.write(`${JSON.stringify({ entries: found })}\n`);
    else if (asked.length === 0) io.stdout.write(renderNames(found, width, paint));
    else io.stdout.write(found.map((entry) => renderEntry(entry, width, paint)).join("\n"));
    return 0;
  },
};

/** The history that a session has where none is asked for: it has no file of its own. */
const oneTurn: History = {
  name: oneTurnHistory,
  summary: "one turn of text, and its reply",
  otherwise: "kept",
};

/** All that has a name, with what the config brings. */
export async function knownParts(options: Options, io: Io) {
  const [
    { lanes, scenarios, claims = [], agents = [] },
    { invariants },
    { histories },
    { canaries },
  ] = await Promise.all([
    configuredParts(options, io),
    import("../invariants/index.ts"),
    import("../gate/histories/index.ts"),
    import("../lanes/canaries/index.ts"),
  ]);
  return {
    claims: [...invariants, ...claims],
    scenarios,
    histories: [oneTurn, ...histories],
    lanes,
    canaries,
    agents,
  };
}
