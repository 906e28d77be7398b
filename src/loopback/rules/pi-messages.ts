// pi's own protocol: no public rules are known. A gateway gets the raw transcript and repairs it.

import type { Rule } from "./rule.ts";

export const piMessagesRules: readonly Rule[] = [];
