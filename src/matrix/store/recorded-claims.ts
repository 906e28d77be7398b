// The claims that a run is judged by, as its record names them, beside those that are there now. Pure.
import { invariants } from "../../invariants/index.ts";
import { type Invariant, unknown } from "../../invariants/invariant.ts";
import { UsageError } from "../../world/usage-error.ts";
import type { RecordedClaims, RunRecord } from "./run-record.ts";

type Own = readonly Invariant[];

export const claimNames = (own: Own = []): RecordedClaims => ({
  builtIn: invariants.map(({ name }) => name),
  own: own.map(({ name }) => name),
});

/** @throws UsageError where a run that is to be continued was begun with other claims. */
export function refuseOtherClaims(then: RecordedClaims | undefined, own: Own = []): void {
  if (then === undefined) return;
  const now = all(claimNames(own));
  const before = all(then);
  const gone = before.filter((name) => !now.includes(name));
  const added = now.filter((name) => !before.includes(name));
  if (gone.length + added.length === 0) return;
  const differing = [
    ...(gone.length > 0 ? [`without ${gone.join(", ")}`] : []),
    ...(added.length > 0 ? [`with ${added.join(", ")}`] : []),
  ];
  throw new UsageError(
    `It was begun with other claims: it would be continued ${differing.join(" and ")}. Continue it with the config that it was begun with, or start a new run.`,
  );
}

interface Absent {
  /** In the place of each own claim that is not there: nobody can say whether it held. */
  readonly standIns: readonly Invariant[];
  readonly notices: readonly string[];
}

/** What a check must not pass over: claims that judged the run and cannot judge it now. */
export function absentClaims(
  { claims: then, config: { file = null } }: Pick<RunRecord, "claims" | "config">,
  own: Own = [],
): Absent {
  const now = all(claimNames(own));
  const gone = then?.own.filter((name) => !now.includes(name)) ?? [];
  const dropped = then?.builtIn.filter((name) => !now.includes(name)) ?? [];
  const begunWith = file === null ? "" : ` (the run was begun with ${file})`;
  const remedy = `name the config that brings it with --config${begunWith}.`;
  const ownGone = gone.map(
    (name) => `The run's own claim "${name}" is not there: ${remedy} Its cells are unknown.`,
  );
  return {
    standIns: gone.map((name) => standIn(name, remedy)),
    notices: [
      ...ownGone,
      ...dropped.map((name) => `The claim "${name}" judged the run; this build no longer has it.`),
    ],
  };
}

const standIn = (name: string, remedy: string): Invariant => ({
  name,
  claim: "Every claim that judged the run is there.",
  judge: () => unknown(`the claim is not there: ${remedy}`),
});

const all = ({ builtIn, own }: RecordedClaims) => [...builtIn, ...own];
