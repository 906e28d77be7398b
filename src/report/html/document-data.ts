// What the page of a dossier, a comparison or a counterexample is given to show: a verdict, then
// sections of one kind. Plain data; whoever makes it escapes nothing, the page's script does.
import type { EvidenceEvent } from "../../evidence/event.ts";
import type { Outcome } from "../../matrix/summary/result.ts";

export interface DocumentData {
  /** What is shown, before the verdict: `Comparison · pi 1.5.1 → pi 1.5.2`. */
  readonly kind: string;
  /** In a word or two. */
  readonly verdict: string;
  readonly tone: Outcome;
  /** Sentences that the verdict rests on. */
  readonly lines: readonly string[];
  /** Under them: what it was made of. */
  readonly facts: readonly string[];
  readonly sections: readonly DocumentSection[];
}

export interface DocumentSection {
  /** In an address; unique in its page. */
  readonly id: string;
  readonly title: string;
  /** Whether it is open before anybody asks. */
  readonly isOpen: boolean;
  readonly parts: readonly DocumentPart[];
}

export type DocumentPart =
  | { readonly kind: "table"; readonly table: TableData }
  | { readonly kind: "intervals"; readonly plot: IntervalPlot }
  | { readonly kind: "latencies"; readonly plot: LatencyPlot }
  | { readonly kind: "list"; readonly items: readonly ListItem[] }
  | { readonly kind: "note"; readonly text: string }
  | { readonly kind: "commands"; readonly commands: readonly Command[] }
  | { readonly kind: "schedule"; readonly schedule: ScheduleData }
  | {
      readonly kind: "events";
      readonly events: readonly EvidenceEvent[];
      /** Numbers of those that show what is claimed. */
      readonly marks: readonly number[];
      readonly root: string;
    };

export interface Command {
  readonly what: string;
  readonly command: string;
}

export interface TableData {
  readonly heads: readonly string[];
  readonly lines: readonly (readonly CellText[])[];
}

/** Words are enough; a tone only repeats them. */
export interface CellText {
  readonly text: string;
  readonly tone?: Outcome;
  readonly isCode?: boolean;
  /** Told when it is opened. */
  readonly more?: readonly string[];
}

interface ListItem {
  readonly text: string;
  readonly more: readonly string[];
}

/** Figures from -1 to 1, or from 0 to 1. */
export interface IntervalPlot {
  /** What an interval is of. */
  readonly title: string;
  readonly from: number;
  readonly to: number;
  /** Lines across all rows, with what each means. */
  readonly lines: readonly { readonly at: number; readonly label: string }[];
  readonly rows: readonly IntervalRow[];
}

export interface IntervalRow {
  readonly label: string;
  /** Null where there is nothing to divide by. */
  readonly estimate: number | null;
  readonly lower: number;
  readonly upper: number;
  /** The same in figures. */
  readonly text: string;
  /** What it shows; empty for nothing. */
  readonly word: string;
}

export interface LatencyPlot {
  readonly title: string;
  readonly rows: readonly LatencyRow[];
}

/** Milliseconds. */
export interface LatencyRow {
  readonly phase: string;
  /** Whose times they are. */
  readonly of: string;
  readonly n: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
}

/** Who did what, when: a column for each actor, a line for each thing that was done. */
export interface ScheduleData {
  readonly actors: readonly string[];
  readonly deeds: readonly ScheduledDeed[];
}

export interface ScheduledDeed {
  readonly atMs: number;
  /** A position in the list of actors. */
  readonly actor: number;
  readonly texts: readonly string[];
  /** Actors that hold the lock once this was done. */
  readonly holding: readonly number[];
  /** Actors that live once this was done. */
  readonly alive: readonly number[];
  /** It is among what shows the violation. */
  readonly isMarked: boolean;
}
