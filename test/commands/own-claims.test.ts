// Claims of a config's own: they judge its runs, and nothing that looks at a run later forgets them.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { invariants } from "../../src/invariants/index.ts";
import { temporaryDirectory } from "../matrix/place.ts";
import { inProcess } from "./in-process.ts";

const api = pathToFileURL(join(import.meta.dirname, "../../src/index.ts")).href;
let written = 0;

/** A config with one claim, whose judgement is this expression; loaded once only, so each has a name of its own. */
function writeConfig(place: string, judgement: string, name = "own-claim", more = ""): string {
  const file = `matrix-${++written}.config.js`;
  writeFileSync(
    join(place, file),
    `import { defineClaim, holds, notApplicable, unknown, violated } from ${JSON.stringify(api)};
const claim = defineClaim({
  name: "${name}",
  claim: "It is as the project wants it.",
  judge: (evidence) => ${judgement},
});
export default { targets: ["one/good"], claims: [claim]${more} };
`,
  );
  return file;
}

interface Told {
  readonly cells: readonly {
    readonly verdict: string;
    readonly claims: readonly { readonly name: string; readonly verdict: string }[];
  }[];
}

const verdictsIn = (stdout: string) =>
  (JSON.parse(stdout) as Told).cells.map(({ verdict, claims }) => ({
    verdict,
    own: claims.find(({ name }) => name === "own-claim")?.verdict,
  }));

describe("a claim of the config's own", () => {
  test.each([
    ["holds('seen', evidence.events[0])", 0, "pass", "holds"],
    ["violated('seen', evidence.events[0])", 1, "fail", "violated"],
    ["unknown('not seen')", 2, "unknown", "unknown"],
    ["notApplicable('elsewhere')", 0, "pass", "not-applicable"],
  ])("that says %s decides with the others: exit code %i", async (says, code, verdict, own) => {
    const place = temporaryDirectory();
    const file = writeConfig(place, says);
    const run = await inProcess(place, ["--config", file, "--json"]);
    expect({ code: run.code, cells: verdictsIn(run.stdout) }).toEqual({
      code,
      cells: [{ verdict, own }],
    });
    const check = await inProcess(place, ["check", "--config", file, "--json"]);
    expect({ code: check.code, stderr: check.stderr, cells: verdictsIn(check.stdout) }).toEqual({
      code,
      stderr: "",
      cells: [{ verdict, own }],
    });
  });

  test("can be what a scenario is to show", async () => {
    const place = temporaryDirectory();
    const shown = `, scenarios: [{
      name: "shown",
      summary: "shows it",
      group: "of my own",
      faults: [],
      expect: () => ({ kind: "hazard", shows: ["own-claim"] }),
    }]`;
    const file = writeConfig(place, "violated('as wanted')", "own-claim", shown);
    const only = ["--scenario", "shown", "--json"];
    const { code, stdout } = await inProcess(place, ["--config", file, ...only]);
    expect({ code, cells: verdictsIn(stdout) }).toMatchObject({
      code: 0,
      cells: [{ verdict: "pass", own: "violated" }],
    });
  });

  test("stands in the run's record, apart from the built-in ones", async () => {
    const place = temporaryDirectory();
    await inProcess(place, ["--config", writeConfig(place, "holds('seen')")]);
    const record = JSON.parse(readFileSync(join(place, "out/latest/run.json"), "utf8"));
    expect(record.claims).toEqual({
      builtIn: invariants.map(({ name }) => name),
      own: ["own-claim"],
    });
  });

  test("judges a run that was recorded without it", async () => {
    const place = temporaryDirectory();
    const first = writeConfig(place, "holds('seen')", "another");
    expect((await inProcess(place, ["--config", first])).code).toBe(0);
    const later = writeConfig(place, "violated('seen')");
    const { code, stderr } = await inProcess(place, ["check", "--config", later]);
    expect(code).toBe(1);
    expect(stderr).toContain('The run\'s own claim "another" is not there');
  });
});

describe("a run whose own claim is not there any more", () => {
  test.each(["check", "dossier"])("%s says so, and takes nothing for a pass", async (command) => {
    const place = temporaryDirectory();
    const file = writeConfig(place, "holds('seen')");
    await inProcess(place, ["--config", file]);
    const { code, stdout, stderr } = await inProcess(place, [command, "--json"]);
    expect(code).toBe(2);
    expect(stderr).toContain(
      `The run's own claim "own-claim" is not there: name the config that brings it with --config (the run was begun with ${join(place, file)}).`,
    );
    if (command === "check") {
      expect(verdictsIn(stdout)).toEqual([{ verdict: "unknown", own: "unknown" }]);
    }
  });

  test("is not continued without it, nor with others", async () => {
    const place = temporaryDirectory();
    const file = writeConfig(place, "holds('seen')");
    await inProcess(place, ["--config", file]);
    const run = join(place, "out/latest/run.json");
    const record = JSON.parse(readFileSync(run, "utf8"));
    record.runner = { pid: 1, startTime: "another process" };
    writeFileSync(run, JSON.stringify(record));
    expect((await inProcess(place, ["--continue", "latest"])).code).toBe(0);

    record.claims.own = ["before"];
    writeFileSync(run, JSON.stringify(record));
    const changed = await inProcess(place, ["--continue", "latest"]);
    expect(changed.code).toBe(254);
    expect(changed.stderr).toContain("without before and with own-claim");

    record.claims.own = ["own-claim"];
    writeFileSync(run, JSON.stringify(record));
    rmSync(join(place, file));
    const gone = await inProcess(place, ["--continue", "latest"]);
    expect(gone.code).toBe(254);
    expect(gone.stderr).toContain("without own-claim");
  });
});

describe("a config that is there and broken", () => {
  const broken = (place: string) => {
    writeFileSync(join(place, "package.json"), '{"type":"module"}');
    writeFileSync(
      join(place, "matrix.config.js"),
      "export default { targets: ['one/good'], claims: [{ name: 'mine' }] };",
    );
  };

  test.each([["check"], ["dossier"], ["canary", "-g", "single-release", "--fidelity", "sim"]])(
    "stops %s with what is wrong and where",
    async (...command) => {
      const place = temporaryDirectory();
      await inProcess(place, ["--config", writeConfig(place, "holds('seen')")]);
      broken(place);
      const { code, stderr } = await inProcess(place, command);
      expect(code).toBe(254);
      expect(stderr).toContain("claims[0].judge: is missing; it must be a function");
      expect(readdirSync(join(place, "out")).sort()).toContain("latest");
      expect(existsSync(join(place, "out/.cache/canary.json"))).toBe(false);
    },
  );

  test("does not stop what needs nothing of it", async () => {
    const place = temporaryDirectory();
    broken(place);
    expect((await inProcess(place, ["reap", "--dry-run"])).code).toBe(0);
  });
});
