// Parts with an agent of many versions, told by the last part of its path.
import { createCatalog } from "../../src/agents/pi/catalog.ts";
import type { Parts } from "../../src/matrix/parts.ts";
import { nodeWorld } from "../../src/world/node.ts";
import { fakeParts, versions } from "../matrix/fake-parts.ts";

/** What begins with 0 fails every cell in a run of several versions, and has no provider `two`. */
export function twoVersions(): Parts {
  const parts = fakeParts(nodeWorld());
  const catalog = createCatalog({
    providers: ["one"],
    read: (provider) => [{ provider, id: "good", api: "former-format" }],
  });
  return {
    ...parts,
    async findAgent(named) {
      const found = await parts.findAgent(named);
      if (named === null) return found;
      const version = /([^/]+)$/.exec(named)?.[1] ?? "";
      return version.startsWith("1.") ? { ...found, version } : { ...found, version, catalog };
    },
    async openRunner(options) {
      const runner = await parts.openRunner(options);
      const all = [options.found, ...(options.others ?? [])].map(({ version }) => version);
      return {
        ...runner,
        versions: { ...versions, agent: all.join(" and ") },
        versionsOf: ({ target }) => ({ ...versions, agent: target.version ?? all[0] ?? "" }),
        runCell(cell, observer) {
          const model = cell.target.version?.startsWith("0.") ? "bad" : cell.target.model;
          return runner.runCell({ ...cell, target: { ...cell.target, model } }, observer);
        },
      };
    },
  };
}
