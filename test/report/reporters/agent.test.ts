import { expect, test } from "vitest";
import { summarise } from "../../../src/matrix/summary/summary.ts";
import { agent } from "../../../src/report/reporters/agent.ts";
import { colourless } from "../../../src/report/style.ts";
import { result, versionsOf } from "../../matrix/results.ts";

const facts = { run: "r", directory: "/out/r", fidelity: "loopback", interrupted: false } as const;
const options = { width: 80, verbose: false, paint: colourless, groupOf: () => "other" };
const claims = [
  { name: "one-turn", claim: "", verdict: "violated", because: 'said "yes"', events: [3, 4] },
] as const;

test("a coding agent reads the verdict, and for each finding why, where and how to see it again", () => {
  const cells = [
    result(),
    result({ scenario: "a", verdict: "fail", claims }),
    result({ scenario: "b", verdict: "fail", claims }),
    result({ scenario: "c", verdict: "unknown", because: "it never ended" }),
  ];
  const summary = summarise(cells, { ...facts, versions: versionsOf });
  expect(agent.render(summary, options)).toMatchInlineSnapshot(`
    "fail: 4 planned, 1 pass, 2 fail, 1 unknown; exit 1
    fail one-turn in 2 cells, such as "pi:openai/gpt-5.4 v2 a #1"
      because "said \\"yes\\""
      evidence "/out/r/cells/20300102T030405-a1b2c3/evidence.jsonl" events 3,4
      replay pnpm matrix --target openai/gpt-5.4 --lane v2 --scenario a --repeat-each 1
    unknown "pi:openai/gpt-5.4 v2 c #1"
      because "it never ended"
      evidence "/out/r/cells/20300102T030405-a1b2c3/evidence.jsonl"
      replay pnpm matrix --target openai/gpt-5.4 --lane v2 --scenario c --repeat-each 1
    run "/out/r"
    "
  `);
});

test("twelve findings are told as ten, and two more", () => {
  const cells = Array.from("abcdefghijkl", (letter) =>
    result({ scenario: letter, verdict: "unknown", because: `reason ${letter}` }),
  );
  const text = agent.render(summarise(cells, { ...facts, versions: versionsOf }), options);
  expect(text.match(/^unknown "/gm)).toHaveLength(10);
  expect(text).toContain("\n2 more findings: --reporter json has all of them\n");
});
