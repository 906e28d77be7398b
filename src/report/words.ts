// The words with which a report sorts cells, for `matrix explain`. Pure.

interface Word {
  readonly name: string;
  readonly means: string;
  readonly why: string | null;
  readonly causes: string | null;
}

export const words: readonly Word[] = [
  {
    name: "pass",
    means: "Every claim that applies to the cell holds, and every fault that it names has struck.",
    why: "Nothing weaker is called a pass: a cell that could not have failed shows nothing.",
    causes: null,
  },
  {
    name: "fail",
    means: "At least one claim is violated, with the events that show it.",
    why: "Fail beats unknown, and unknown beats pass, in a cell as in a run. A failure is never tried again.",
    causes: "See the claim that stands in the finding: `matrix explain <claim>`.",
  },
  {
    name: "unknown",
    means:
      "Nothing is violated, and something that had to be seen was not: no verdict on the subject.",
    why: "It is no pass: exit code 2. `--retry-unknown` runs such cells again, `--retries` at once.",
    causes:
      "The seed failed, the provider was down, a fault did not strike, a look at the disk failed, the run was cut short, or the machine let the agent have no processor.",
  },
  {
    name: "skip",
    means: "The cell was not run, and the reason stands beside it.",
    why: "A skip is no verdict and never counts as a pass.",
    causes:
      "A target without credentials or of no known wire format, a lane or an agent that the scenario cannot be put through.",
  },
  {
    name: "known",
    means:
      "The cell fails only by findings that `known` in the config names, each with its reason.",
    why: "It fails no run and is no pass. An entry that no longer shows is reported, so that it can be taken out.",
    causes: null,
  },
  {
    name: "hazard",
    means:
      "The cell shows on purpose what goes wrong without a lock, or with an agent as it is: the named claims have to be violated.",
    why: "It proves that the danger is real, and that the claims see it. It is recorded as a pass and counted apart.",
    causes:
      "Where it fails, the danger did not show: the two writers did not meet, or the lane has become better.",
  },
  {
    name: "flaky",
    means:
      "Repetitions of one row pass and fail, or a cell passed only when it was tried again after an unknown.",
    why: "A race that shows once in twenty is a bug and not bad luck; `--fail-on-flaky` fails the run.",
    causes: "Timing: a wait for time instead of an event, a look before the write, two processes.",
  },
  {
    name: "finding",
    means:
      "Cells that did not pass for one reason, told once: the claim, how many cells, one of them as an example.",
    why: "A hundred cells that fail for one reason are one thing to mend.",
    causes: "`matrix explain` takes the claim of a finding, or its whole line as printed.",
  },
];

/** As reports write some of them in a sentence. */
export const inflected: ReadonlyMap<string, string> = new Map([
  ["passed", "pass"],
  ["failed", "fail"],
  ["skipped", "skip"],
]);
