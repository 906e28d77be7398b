// A counterexample of an exploration as a page: the claim, the case, and its schedule as a picture: who did
// what, when. Pure.
import { type StoryScene, scenesOf } from "../../simulation/case/story.ts";
import type { Examined, Violation } from "../../simulation/case/verdict.ts";
import type { Kept } from "../../simulation/explore/keep.ts";
import { describeCase } from "../exploration.ts";
import type { Command, DocumentSection, ScheduleData, ScheduledDeed } from "./document-data.ts";
import { documentPage } from "./document-page.ts";

export interface CounterexampleShown {
  readonly kept: Kept;
  readonly examined: Examined;
  /** Null where the case breaks the claim no more. */
  readonly violation: Violation | null;
  /** Why nothing is shown of the claim; null where it is judged. */
  readonly unjudged: string | null;
  /** A sentence: the hash of its evidence. */
  readonly bytes: string;
  readonly commands: readonly Command[];
}

export function renderCounterexamplePage(shown: CounterexampleShown): string {
  const { kept, violation, unjudged, examined } = shown;
  const judged = examined.judgements.find(({ name }) => name === kept.claim);
  const [verdict, tone] =
    violation !== null
      ? (["is broken", "fail"] as const)
      : unjudged === null
        ? (["holds", "pass"] as const)
        : (["is not judged", "unknown"] as const);
  const sentence = violation?.sentence ?? judged?.claim ?? "";
  return documentPage({
    kind: `Counterexample · ${kept.claim}`,
    verdict: `${kept.claim} ${verdict}`,
    tone,
    lines: [
      ...(sentence === "" ? [] : [`The claim: ${sentence}`]),
      ...(violation === null ? [] : [`What was seen: ${violation.because}`]),
      ...(unjudged === null ? [] : [`Nothing is shown: ${unjudged}`]),
    ],
    facts: [...describeCase(kept.simulated), shown.bytes],
    sections: sectionsOf(shown),
  });
}

function sectionsOf({ examined, violation, commands }: CounterexampleShown): DocumentSection[] {
  const { run, evidence } = examined;
  const marks = violation?.events ?? [];
  const schedule = scheduleOf(scenesOf(run.steps), new Set(marks));
  const root = evidence.cell.paths.root;
  const sections: DocumentSection[] = [
    {
      id: "schedule",
      title: "Who did what, when",
      isOpen: true,
      parts: [{ kind: "schedule", schedule }],
    },
    {
      id: "record",
      title: "What was recorded",
      isOpen: true,
      parts: [{ kind: "events", events: evidence.events, marks, root }],
    },
    { id: "again", title: "See it again", isOpen: true, parts: [{ kind: "commands", commands }] },
  ];
  return commands.length === 0 ? sections.slice(0, 2) : sections;
}

/** Virtual milliseconds, as the simulation counts them. */
function scheduleOf(scenes: readonly StoryScene[], marks: ReadonlySet<number>): ScheduleData {
  const actors = [...new Set(scenes.map(({ actor }) => actor))];
  const positionOf = (actor: string) => actors.indexOf(actor);
  const livesFrom = actors.map((actor) => scenes.findIndex((scene) => scene.actor === actor));
  const livesTo = actors.map((actor) => scenes.findLastIndex((scene) => scene.actor === actor));
  const holding = new Set<number>();
  const deeds = scenes.map(({ atMs, actor, deeds: texts, lock, seqs }, index): ScheduledDeed => {
    const position = positionOf(actor);
    if (lock === "taken") holding.add(position);
    if (lock === "given-back") holding.delete(position);
    return {
      atMs,
      actor: position,
      texts,
      holding: [...holding],
      alive: actors.flatMap((_, at) =>
        (livesFrom[at] ?? 0) <= index && index <= (livesTo[at] ?? -1) ? [at] : [],
      ),
      isMarked: seqs.some((seq) => marks.has(seq)),
    };
  });
  return { actors, deeds };
}
