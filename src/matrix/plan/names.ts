// Names of cells: garden ids and nonces, no two of which are alike within one plan. Pure: chance is handed in.
import type { Nonces } from "../../evidence/cell.ts";
import { mintGardenId } from "../../formats/garden-id.ts";
import { hex } from "./layout.ts";
import { ownBytes, type ShardName } from "./shard.ts";

export interface Chance {
  readonly wallMs: number;
  randomBytes(count: number): Uint8Array;
}

/** A source that fails so often is broken; a plan must not wait for it. */
const mostTries = 10_000;

/** Names no two of which are alike within one plan, however many are made in one second. */
export function freshNames({ wallMs, randomBytes }: Chance, shard: ShardName | null) {
  const taken = new Set<string>();
  const fresh = (mint: () => string): string => {
    for (let tries = 0; tries < mostTries; tries += 1) {
      const name = mint();
      if (taken.has(name)) continue;
      taken.add(name);
      return name;
    }
    throw new Error(`the random source gave no new name in ${mostTries} tries`);
  };
  const bytesOf = (bytes: Uint8Array) => (shard === null ? bytes : ownBytes(bytes, shard));
  // Two words that differ only in their prefix would still be found in one another's text.
  const word = () => fresh(() => hex(randomBytes(wordBytes)));
  return {
    gardenId: () => fresh(() => mintGardenId(wallMs, bytesOf(randomBytes(3)))),
    words: () => nonceNames.map(word).join(""),
  };
}

const wordBytes = 5;

const nonceNames = [
  "seedUser",
  "seedReply",
  "recall",
  "resumeUser",
  "resumeReply",
  "followUpUser",
  "followUpReply",
] as const satisfies readonly (keyof Nonces)[];

export function noncesOf(words: string): Nonces {
  const digits = 2 * wordBytes;
  const word = (name: (typeof nonceNames)[number]) => {
    const place = digits * nonceNames.indexOf(name);
    return words.slice(place, place + digits);
  };
  return {
    seedUser: `seed-${word("seedUser")}`,
    seedReply: `SEEDED-${word("seedReply")}`,
    recall: `cedar-${word("recall")}`,
    resumeUser: `resume-${word("resumeUser")}`,
    resumeReply: `OK-${word("resumeReply")}`,
    followUpUser: `more-${word("followUpUser")}`,
    followUpReply: `MORE-${word("followUpReply")}`,
  };
}
