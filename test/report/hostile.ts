// What a model, a child or a file may bring into a reason, and a run whose reasons all bring it.
import { summarise } from "../../src/matrix/summary/summary.ts";
import { result, versionsOf } from "../matrix/results.ts";

/** Two words that must come through, with what may do harm between them. */
const around = (text: string) => `before ${text} after`;

/** Name and text. */
export const hostileTexts: readonly (readonly [string, string])[] = [
  ["HTML", around('<img src=x onerror="alert(1)"><script>alert(2)</script>')],
  ["the end of an XML section", around("]]></failure></testcase> & <!-- --> <?x ?> &#0; '\"")],
  ["colours", around("\u001b[31mred\u001b[0m \u009b31m")],
  [
    "a link of the terminal (OSC 8)",
    around("\u001b]8;;http://evil.test\u001b\\here\u001b]8;;\u001b\\"),
  ],
  ["the clipboard (OSC 52)", around("\u001b]52;c;ZXZpbA==\u0007")],
  ["marks of direction", around("\u202eright\u2066to\u2069left\u200f\u061c")],
  ["halves of characters", around("\ud800 \udc00 \ufffe \uffff \u0000")],
  ["a character on the place of the cut", `before after ${"😀".repeat(800)}`],
  ["half of one there", `before after ${"a".repeat(581)}${"😀".repeat(800)}`],
  [
    "commands to a runner",
    around("\n::error::x\n  ::add-mask::a\r\n##[add-mask]e\n::stop-commands::t"),
  ],
  ["Markdown", around("``` | [x](http://evil.test) ![y](z) @someone #1\n# head\n|a|b|")],
  ["a megabyte", around("word ".repeat(200_000))],
];

const claim = { name: "one-turn", claim: "", events: [3] };
const facts = {
  run: "20300102-030405-a1b2",
  directory: "out/r",
  fidelity: "loopback",
  interrupted: false,
  versions: versionsOf,
} as const;

/** A cell of each outcome, every reason of which is this text. */
export const hostileSummary = (text: string) =>
  summarise(
    [
      result(),
      result({
        scenario: "a",
        verdict: "fail",
        claims: [{ ...claim, verdict: "violated", because: text }],
      }),
      result({
        scenario: "b",
        verdict: "unknown",
        claims: [{ ...claim, verdict: "unknown", because: text }],
      }),
      result({
        scenario: "c",
        verdict: "unknown",
        because: text,
        attempts: [{ gardenId: "20300102T030405-a1b2c4", because: text, durationMs: 1.5 }],
      }),
      result({ scenario: "d", verdict: "skip", because: text, durationMs: 0 }),
    ],
    facts,
  );
