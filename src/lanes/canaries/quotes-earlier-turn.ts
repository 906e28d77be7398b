// The words are the assistant's own, and a turn too old.
import { findSessions } from "../../resume/session-file.ts";
import { defineCanary } from "./canary.ts";

export const quotesEarlierTurn = defineCanary({
  name: "quotes-earlier-turn",
  breaks: "the turn is reported in the words of the turn before it",
  claim: "turn-outcome",
  alone: true,
  source: "bug",
  async afterTurn(said, { world, cell, agent }, fire) {
    const { sessionDirectory } = cell.paths;
    const found = await findSessions(world.files, sessionDirectory, cell.gardenId, agent.parseLine);
    const text = found[0] ? await world.files.readText(found[0].path) : "";
    for (const line of text.split("\n")) {
      const parsed = line === "" ? null : agent.parseLine(line);
      if (parsed?.kind !== "entry" || parsed.entry.role !== "assistant") continue;
      fire(`said "${parsed.entry.text}"`);
      return { kind: "replied", text: parsed.entry.text, stopReason: "stop" };
    }
    return said;
  },
});
