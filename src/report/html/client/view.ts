// What is looked at, as the page's address says it: every filter and every opened cell is a link.
import type { Outcome } from "../../../matrix/summary/result.ts";
import { outcomes } from "./words.ts";

const sortKeys = ["outcome", "target", "lane", "scenario", "history", "duration"] as const;
export type SortKey = (typeof sortKeys)[number];

export const axes = ["lane", "history", "agent", "version", "repetition"] as const;
export type Axis = (typeof axes)[number];

export interface View {
  /** The title of the cell that is open. */
  readonly cell: string | null;
  /** The claim whose events are marked in it; null for the first that did not hold. */
  readonly claim: string | null;
  readonly query: string;
  /** None chosen is all of them. */
  readonly outcomes: readonly Outcome[];
  /** Names; null for all. */
  readonly lane: string | null;
  readonly history: string | null;
  readonly agent: string | null;
  /** Of the agent. */
  readonly version: string | null;
  readonly target: string | null;
  readonly scenario: string | null;
  /** Of a document: the one that is opened. */
  readonly section: string | null;
  /** Position in the list of findings. */
  readonly finding: number | null;
  /** In what two are compared; null for the matrix itself. */
  readonly axis: Axis | null;
  /** The two: names on that axis; null for the first and the second there is. */
  readonly a: string | null;
  readonly b: string | null;
  readonly sort: SortKey;
  readonly descending: boolean;
}

const names = [
  "cell",
  "claim",
  "lane",
  "history",
  "agent",
  "version",
  "target",
  "scenario",
  "section",
  "a",
  "b",
] as const;
type Name = (typeof names)[number];

/** What the address does not say is as it is at first; what it says wrongly counts as not said. */
export function viewIn(hash: string): View {
  const said = new URLSearchParams(hash.replace(/^#/, ""));
  const named = Object.fromEntries(names.map((name) => [name, said.get(name)]));
  const chosen = (said.get("outcome") ?? "").split(",");
  const finding = said.get("finding");
  const sort = sortKeys.find((key) => key === said.get("sort"));
  return {
    ...(named as Record<Name, string | null>),
    axis: axes.find((axis) => axis === said.get("difference")) ?? null,
    query: said.get("q") ?? "",
    outcomes: outcomes.filter((outcome) => chosen.includes(outcome)),
    finding: finding !== null && /^\d+$/.test(finding) ? Number(finding) : null,
    sort: sort ?? "outcome",
    descending: said.get("order") === "descending",
  };
}

/** No name of an element: a bare `#` would scroll to the top. */
export const wholeRun = "#whole-run";

export function hashOf(view: View): string {
  const said = new URLSearchParams();
  for (const name of names) {
    const value = view[name];
    if (value !== null) said.set(name, value);
  }
  if (view.query !== "") said.set("q", view.query);
  if (view.outcomes.length > 0) said.set("outcome", view.outcomes.join(","));
  if (view.finding !== null) said.set("finding", String(view.finding));
  if (view.axis !== null) said.set("difference", view.axis);
  if (view.sort !== "outcome") said.set("sort", view.sort);
  if (view.descending) said.set("order", "descending");
  const text = said.toString();
  return text === "" ? wholeRun : `#${text}`;
}
