import type { Explained } from "../../../invariants/invariant.ts";
import { dispatchRefused } from "../../observe/untouched.ts";
import { defineScenario, type Scenario } from "../../scenario.ts";

export interface Refused {
  readonly name: string;
  readonly summary: string;
  readonly explained: Explained;
  readonly message: string;
  /** A regular expression that the error's words match. */
  readonly because: string;
}

export function refused({ message, because, ...rest }: Refused): Scenario {
  return defineScenario({
    ...rest,
    faults: [],
    covers: ["throws:message"],
    expect: () => ({ kind: "threw", message: because }),
    act: (stage, session) => dispatchRefused(stage, session, { dispatch: 1, message }),
  });
}
