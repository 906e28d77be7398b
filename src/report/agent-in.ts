// Which agent a run had, and of what version.
import type { Versions } from "../evidence/evidence.ts";

/** Records of runs that had the usual one alone do not name it. */
export const agentIn = ({ agent, agentName = "pi" }: Versions): string => `${agentName} ${agent}`;
