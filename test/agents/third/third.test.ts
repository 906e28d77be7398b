// A third agent, of which nothing is known but its folder and the line of its config.
import { join } from "node:path";
import { expect, test } from "vitest";
import { start } from "../../commands/start.ts";
import { temporaryDirectory } from "../../matrix/place.ts";

test("an agent with numbered lines of plain text and without names passes plain", async () => {
  const place = temporaryDirectory();
  const config = join(import.meta.dirname, "../matrix.config.ts");
  const target = ["--target", "third:anthropic/claude-sonnet-4-5"];
  const words = ["--config", config, "--output", join(place, "out"), ...target];
  const { stdout, code } = await start("src/main.ts", [...words, "--json"], place).ended;
  const [cell, ...others] = JSON.parse(stdout).cells;
  expect(cell).toMatchObject({ agent: "third", verdict: "pass", wireApi: "anthropic-messages" });
  expect({ others, code }).toEqual({ others: [], code: 0 });
});
