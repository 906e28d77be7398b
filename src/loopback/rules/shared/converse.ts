// What only Bedrock's converse looks at: blank texts inside results, and whose reasoning is signed.

import { itemsOf, type Outline } from "../../outline/outline.ts";
import { objectOf, objectsIn } from "../../outline/reading.ts";
import type { Heard, Place } from "../rule.ts";
import { unsealed } from "./sign.ts";

export function blankResults(outline: Outline): Place[] {
  return itemsOf(outline, "result").flatMap(({ raw, path }) =>
    objectsIn(objectOf(raw.toolResult).content).flatMap(({ text }, index) => {
      const isBlank = typeof text === "string" && text.trim() === "";
      return isBlank ? [{ path: `${path}.toolResult.content[${index}]` }] : [];
    }),
  );
}

export function reasoningUnlikeModel({ outline, switches }: Heard): Place[] {
  return itemsOf(outline, "reasoning").flatMap(({ raw, path }) => {
    const { reasoningText } = objectOf(raw.reasoningContent);
    if (reasoningText === undefined) return [];
    const { signature } = objectOf(reasoningText);
    const fits = switches.isClaude
      ? typeof signature === "string" && unsealed(signature) !== null
      : signature === undefined;
    return fits ? [] : [{ path: `${path}.reasoningContent` }];
  });
}
