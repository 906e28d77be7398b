// The request that a resume would send to one model, as far as the file shows it: how big, what is
// put right, and which rules it would break. A prediction: nothing is sent.
import { heardOf, judge } from "../../../loopback/rules/judge.ts";
import type { Breach } from "../../../loopback/rules/rule.ts";
import type { Aim, ForeseenRequest, Repair } from "../../inspection.ts";
import type { Told } from "./context.ts";
import { aimed, isOf } from "./requests/aim.ts";
import { bodies } from "./requests/index.ts";

const prompt: Told = {
  line: 0,
  message: { role: "user", blocks: [{ kind: "text", bytes: 0, said: "words" }] },
};

/** At most so many places of one rule are told. */
const placesTold = 5;

/** Adds up one request, stretch by stretch of its context. */
export class Foreseeing {
  readonly aim: Aim;
  #isOwnModel = false;
  #isFirst = true;
  /** The prompt, and what stands around all of them. */
  readonly #sum = { messages: 1, bytes: 100, textBytes: 0, images: 0 };
  readonly #repairs: Repair[] = [];
  readonly #breaches: Breach[] = [];
  readonly #places = new Map<string, number>();

  constructor(aim: Aim) {
    this.aim = aim;
  }

  take(stretch: readonly Told[]): void {
    const from = this.#isFirst ? null : (stretch[0]?.line ?? null);
    const { bytes, images, imageCount, ...found } = foreseeStretch(stretch, this.aim, from);
    this.#isFirst = false;
    this.#isOwnModel ||= stretch.some(({ message }) => isOf(message, this.aim));
    this.#sum.messages += stretch.length;
    this.#sum.bytes += bytes + overhead(stretch);
    this.#sum.textBytes += bytes - images;
    this.#sum.images += imageCount;
    for (const repair of found.repairs) this.#repairs.push(repair);
    for (const breach of found.breaches) this.#place(breach);
  }

  #place(breach: Breach): void {
    const before = this.#places.get(breach.rule) ?? 0;
    this.#places.set(breach.rule, before + 1);
    if (before < placesTold) this.#breaches.push(breach);
  }

  get result(): ForeseenRequest {
    const { messages, bytes, textBytes, images } = this.#sum;
    return {
      ...this.aim,
      isOwnModel: this.#isOwnModel,
      messages,
      bytes,
      tokens: Math.round(textBytes / 4) + images * 1_500,
      repairs: this.#repairs,
      breaches: this.#breaches,
    };
  }
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
  told.reduce((total, { message }) => total + 40 + message.blocks.length * 60, 0);
