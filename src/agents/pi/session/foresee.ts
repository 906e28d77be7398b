// The request that a resume would send to one model, as far as the file shows it: how big, what is
// put right, and which rules it would break. A prediction: nothing is sent.
import { heardOf, judge } from "../../../loopback/rules/judge.ts";
import type { Breach } from "../../../loopback/rules/rule.ts";
import type { Aim, ForeseenRequest } from "../../inspection.ts";
import type { Context, Told } from "./context.ts";
import { aimed, isOf } from "./requests/aim.ts";
import { bodies } from "./requests/index.ts";
import { stretchesOf } from "./stretches.ts";

const prompt: Told = {
  line: 0,
  message: { role: "user", blocks: [{ kind: "text", bytes: 0, said: "words" }] },
};

export function foresee({ told, raw }: Context, aim: Aim): ForeseenRequest {
  const sent = aim.api === "pi-messages" ? raw : told;
  const parts = stretchesOf(sent).map((stretch, index) =>
    foreseeStretch(stretch, aim, index === 0 ? null : (stretch[0]?.line ?? null)),
  );
  const total = (field: "bytes" | "images") => parts.reduce((sum, part) => sum + part[field], 0);
  const images = parts.reduce((sum, { imageCount }) => sum + imageCount, 0);
  const text = total("bytes") - total("images");
  return {
    ...aim,
    isOwnModel: sent.some(({ message }) => isOf(message, aim)),
    messages: sent.length + 1,
    bytes: total("bytes") + overhead(sent),
    tokens: Math.round(text / 4) + images * 1_500,
    repairs: parts.flatMap(({ repairs }) => repairs),
    breaches: firstPlaces(parts.flatMap(({ breaches }) => breaches)),
  };
}

/** `from` is the line where it begins, for any but the first: paths are counted from there. */
function foreseeStretch(stretch: readonly Told[], aim: Aim, from: number | null) {
  const { api, provider, model } = aim;
  const { told, repairs } =
    api === "pi-messages" ? { told: stretch, repairs: [] } : aimed(stretch, aim);
  const body = bodies[api]([...told, prompt], aim);
  const heard = heardOf({ api, provider, model, body, headers: assumedHeaders });
  const { breaches } = judge(heard, "record", "others");
  const placed = breaches.map((breach): Breach => {
    return from === null ? breach : { ...breach, path: `${breach.path} from line ${from} on` };
  });
  return { ...sizes(told), repairs, breaches: placed };
}

/** What pi sends as long as it is called as before. */
const assumedHeaders = { "x-opencode-session": "assumed" };

function sizes(told: readonly Told[]) {
  const found = { bytes: 0, images: 0, imageCount: 0 };
  for (const { message } of told) {
    for (const { kind, bytes } of message.blocks) {
      found.bytes += bytes;
      if (kind !== "image") continue;
      found.images += bytes;
      found.imageCount += 1;
    }
  }
  return found;
}

/** Names, braces and ids around each message and block, in bytes. */
const overhead = (told: readonly Told[]): number =>
  told.reduce((total, { message }) => total + 40 + message.blocks.length * 60, 100);

/** At most so many places of one rule are told. */
const placesTold = 5;

function firstPlaces(breaches: readonly Breach[]): readonly Breach[] {
  const told = new Map<string, number>();
  return breaches.filter(({ rule }) => {
    const before = told.get(rule) ?? 0;
    told.set(rule, before + 1);
    return before < placesTold;
  });
}
