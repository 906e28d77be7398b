import { execFileSync, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { realParts } from "../../src/commands/parts.ts";
import { describedCommands } from "../../tools/program.ts";
import { inProcess } from "../commands/in-process.ts";
import { temporaryDirectory } from "../matrix/place.ts";

const has = (shell: string) => spawnSync(shell, ["--version"]).status === 0;

async function scriptFor(shell: string): Promise<string> {
  const place = temporaryDirectory();
  const config = 'export default { targets: ["xai/grok-4.7", "odd/$(touch x)", "a/b:0"] };';
  writeFileSync(join(place, "matrix.config.mjs"), config);
  const words = ["completion", shell, "--config", "matrix.config.mjs"];
  const { code, stdout, stderr } = await inProcess(place, words, realParts);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout;
}

describe.skipIf(!has("bash"))("in bash, where it is installed", () => {
  /** As Readline would call it: with the line, the cursor at its end, and what its words are. */
  const driver = `
set -u
source "$1"
COMP_LINE=$2 COMP_POINT=\${#2}
[[ $(complete -p resume-matrix) == *_resume_matrix* ]] || exit 1
_resume_matrix
printf '%s\\n' "\${COMPREPLY[@]:-}"
`;

  async function completer() {
    const place = temporaryDirectory();
    const file = join(place, "completion.bash");
    writeFileSync(file, await scriptFor("bash"));
    writeFileSync(join(place, "notes.txt"), "");
    return (line: string) =>
      execFileSync("bash", ["--noprofile", "--norc", "-c", driver, "bash", file, line], {
        cwd: place,
        encoding: "utf8",
      })
        .split("\n")
        .filter((word) => word !== "");
  }

  test("commands, options, choices and names follow where they belong", async () => {
    const complete = await completer();
    expect(complete("resume-matrix sho")).toEqual(["show-report"]);
    expect(complete("resume-matrix ")).toContain("explain");
    expect(complete("resume-matrix --last-")).toEqual(["--last-failed"]);
    expect(complete("resume-matrix --fidelity ")).toEqual(["loopback", "live"]);
    expect(complete("resume-matrix --fidelity=li")).toEqual(["live"]);
    expect(complete("matrix list --scenario lock-h")).toEqual(["lock-held"]);
    expect(complete("matrix --target xai/")).toContain("xai/grok-4.7");
    expect(complete("matrix list --lane v")).toEqual(["v2", "v1"]);
    expect(complete("matrix explore --claim single-w")).toEqual(["single-writer"]);
    expect(complete("matrix --history tool-k")).toEqual(["tool-killed"]);
    expect(complete("matrix explain nonce-or")).toEqual(["nonce-ordering"]);
    expect(complete("matrix check lat")).toEqual(["latest"]);
    expect(complete("matrix completion z")).toEqual(["zsh"]);
    expect(complete("matrix --reporter ju")).toEqual(["junit"]);
  });

  test("an option of another command is not offered, nor a command where one is", async () => {
    const complete = await completer();
    expect(complete("matrix reap --last-")).toEqual([]);
    expect(complete("matrix list sho")).toEqual([]);
    expect(complete("matrix --repeat-each ")).toEqual([]);
  });

  test("files where files are meant, and only what stands behind a colon is replaced", async () => {
    const complete = await completer();
    expect(complete("matrix --test-list no")).toEqual(["notes.txt"]);
    expect(complete("matrix --target a/b:")).toEqual(["0"]);
    expect(complete("matrix --lane canary:two-ch")).toEqual(["two-children"]);
  });

  test("a name that a shell would expand is left out", async () => {
    expect(await scriptFor("bash")).not.toContain("touch");
  });
});

describe.each(["zsh", "fish"])("%s", (shell) => {
  test("every command and option stands in it", async () => {
    const script = await scriptFor(shell);
    for (const { name, options } of describedCommands()) {
      expect(script).toContain(name);
      for (const each of options.flatMap(({ names }) => names)) {
        expect(script).toContain(shell === "fish" ? each.replace(/^--?/, "") : each);
      }
    }
  });

  // Where the shell is not installed there is nobody who could read it.
  test.skipIf(!has(shell))("reads it without an error, where it is installed", async () => {
    const file = join(temporaryDirectory(), "completion");
    writeFileSync(file, await scriptFor(shell));
    expect(execFileSync(shell, ["-n", file], { encoding: "utf8" })).toBe("");
  });
});
