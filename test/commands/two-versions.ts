// Parts with an agent of many versions, told by the last part of its path.
import { createCatalog } from "../../src/agents/pi/catalog.ts";
import type { Parts } from "../../src/matrix/parts.ts";
import { nodeWorld } from "../../src/world/node.ts";
import { fakeParts, versions } from "../matrix/fake-parts.ts";

const isOld = (version: string) => version.startsWith("0.");

/** What begins with 0 has no provider `two`. */
export function twoVersions(fails: (version: string) => boolean = isOld): Parts {
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
      return isOld(version) ? { ...found, version, catalog } : { ...found, version };
    },
    async openRunner(options) {
      const runner = await parts.openRunner(options);
      const all = [options.found, ...(options.others ?? [])].map(({ version }) => version);
      return {
        ...runner,
        versions: { ...versions, agent: all.join(" and ") },
        versionsOf: ({ target }) => ({ ...versions, agent: target.version ?? all[0] ?? "" }),
        runCell(cell, observer) {
          const model = fails(cell.target.version ?? all[0] ?? "") ? "bad" : cell.target.model;
          return runner.runCell({ ...cell, target: { ...cell.target, model } }, observer);
        },
      };
    },
  };
}
