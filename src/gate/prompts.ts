// What the model is told. Each answer is asked for in parts, so that an echo of the prompt can
// never pass for a reply; the recall token stands in the seed's prompt and nowhere else.
import type { Nonces } from "../evidence/cell.ts";

const plainly = "Do not use any tools. Reply with exactly one line and nothing else, made";
const joining = "by joining these parts with nothing between them:";

export function seedPrompt(nonces: Nonces): string {
  return [
    `This is an automated check of session handling, reference ${nonces.seedUser}.`,
    `Please remember this token for later: ${nonces.recall}`,
    `${plainly} ${joining} ${inParts(nonces.seedReply)}`,
  ].join("\n");
}

export function resumePrompt(nonces: Nonces): string {
  return [
    `This is the second half of an automated check, reference ${nonces.resumeUser}.`,
    `${plainly} ${joining} ${inParts(nonces.resumeReply)} and " " and the token I asked you to remember`,
  ].join("\n");
}

export function followUpPrompt(nonces: Nonces): string {
  return [
    `One more step of the automated check, reference ${nonces.followUpUser}.`,
    `${plainly} ${joining} ${inParts(nonces.followUpReply)}`,
  ].join("\n");
}

/** `OK-12345678` as `"OK-" and "1234" and "5678"`. */
function inParts(nonce: string): string {
  const hyphen = nonce.indexOf("-") + 1;
  const middle = hyphen + Math.ceil((nonce.length - hyphen) / 2);
  const parts = [nonce.slice(0, hyphen), nonce.slice(hyphen, middle), nonce.slice(middle)];
  return parts.map((part) => JSON.stringify(part)).join(" and ");
}
