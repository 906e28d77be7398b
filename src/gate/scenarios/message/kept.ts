import type { Explained } from "../../../invariants/invariant.ts";
import { defineScenario, type Scenario } from "../../scenario.ts";

export interface Kept {
  readonly name: string;
  readonly summary: string;
  readonly explained: Explained;
  /** Puts something around the plain message, whose words the model goes by. */
  around(plain: string): string;
  readonly notLive?: string;
}

export function kept({ around, ...rest }: Kept): Scenario {
  return defineScenario({
    ...rest,
    faults: [],
    covers: ["owned-outcome×dormant"],
    message: around,
    expect: () => ({ kind: "resumed" }),
  });
}
