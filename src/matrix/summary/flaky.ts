// What came out differently with nothing changed, and a summary that fails for it. Pure.
import { targetName } from "../../evidence/cell.ts";
import { cellTitle } from "./result.ts";
import { exitCodes, type Summary } from "./summary.ts";

/** Cells that passed only when they were tried again, and rows that pass and fail, be it by known findings. */
function flakyIn({ cells, repetitions }: Summary): string[] {
  const triedAgain = cells.filter(
    ({ verdict, attempts = [] }) => verdict === "pass" && attempts.length > 0,
  );
  const rows = repetitions.filter(({ flaky }) => flaky);
  return [
    ...triedAgain.map(cellTitle),
    ...rows.map(({ target, lane, scenario, history }) =>
      [targetName(target), lane, scenario, ...(history === null ? [] : [history])].join(" "),
    ),
  ];
}

/** As it is where nothing is flaky; else failed, and it says for what. An interruption stays one. */
export function failingOnFlaky(summary: Summary): Summary {
  const flaky = flakyIn(summary);
  if (flaky.length === 0) return summary;
  const more = flaky.length > 3 ? `, and ${flaky.length - 3} more` : "";
  const because = `flaky: ${flaky.slice(0, 3).join(", ")}${more}`;
  return {
    ...summary,
    verdict: "fail",
    notAcceptance:
      summary.notAcceptance === null ? because : `${summary.notAcceptance}; ${because}`,
    exitCode: summary.interrupted ? summary.exitCode : exitCodes.fail,
  };
}
