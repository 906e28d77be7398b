// What the agent sends of a session that it took up is what the provider takes: pairs of calls and
// results, order, ids, signatures. The rules are the providers' own, one table per wire format.
import type { EventOf } from "../../evidence/event.ts";
import { type Evidence, eventsOf } from "../../evidence/evidence.ts";
import type { RuleBreach } from "../../evidence/provider-rules.ts";
import { holds, type Invariant, type Judgement, notApplicable, violated } from "../invariant.ts";
import { at } from "../reading/checks.ts";
import { never } from "../reading/circumstances.ts";

export const historyAccepted: Invariant = {
  name: "history-accepted",
  claim: "No request of a resumed turn breaks a rule for which the real provider would refuse it.",
  explained: {
    why: "A request that the real provider refuses makes the session unusable, however often it is tried.",
    causes:
      "A tool call without its result, a result without its call, a signature that is missing or bent: mostly after a kill in mid-turn.",
  },
  judge,
  simulated: { asked: never, otherwise: "The simulated model has no rules." },
};

/** A follow-up carries what the model said in this very cell, which may be odd by design. */
const taken: readonly string[] = ["resume", "recovery"];

function judge(evidence: Evidence): Judgement {
  const requests = eventsOf(evidence, "model-requested").filter(
    (request): request is Checked => taken.includes(request.turn) && request.breaches !== undefined,
  );
  if (requests.length === 0) {
    return notApplicable("no request of a resumed turn was held against the provider's rules");
  }
  const broken = requests.filter((request) => firm(request).length > 0);
  if (broken.length > 0) return violated(broken.map(told).join("; "), ...broken);
  return holds(`${requests.map(at).join(", ")}: no rule is broken`, ...requests);
}

type Checked = EventOf<"model-requested"> & { readonly breaches: readonly RuleBreach[] };

const firm = ({ breaches }: Checked) => breaches.filter(({ strength }) => strength === "firm");

function told(request: Checked): string {
  const rules = new Map(firm(request).map((breach) => [breach.rule, breach]));
  const words = [...rules.values()].map(
    ({ rule, sentence, path }) => `rule ${rule} of ${request.wireApi} at ${path}: ${sentence}`,
  );
  const outcome = request.refusedBy ? "was refused" : "would be refused by the real provider";
  return `the ${request.turn} request ${outcome} (${at(request)}), ${words.join(", ")}`;
}
