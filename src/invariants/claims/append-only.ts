// A resume adds to the session and touches nothing of what was there, to the byte.
import type { EventOf } from "../../evidence/event.ts";
import { type Evidence, eventsOf } from "../../evidence/evidence.ts";
import { toExactBytes } from "../../evidence/exact-text.ts";
import {
  holds,
  type Invariant,
  type Judgement,
  notApplicable,
  unknown,
  violated,
} from "../invariant.ts";
import { at, settle } from "../reading/checks.ts";
import { sha256 } from "../reading/digest.ts";

export const appendOnly: Invariant = {
  name: "append-only",
  claim: "The bytes that the session file had before the resume were the same after it.",
  judge,
};

type Prefix = EventOf<"session-prefix">;

function judge(evidence: Evidence): Judgement {
  const prefixes = eventsOf(evidence, "session-prefix");
  const before = prefixes.findLast(({ moment }) => moment === "before-resume");
  const later = prefixes.filter(({ moment }) => moment !== "before-resume");
  if (!before) return withoutPrefix(evidence);
  const { bytes, sha256: hash } = before;
  const findings = [
    soundRecord(before),
    ...later.map((after) => changed(before, after)),
    later.length > 0 ? null : unknown("nobody read the old bytes again after the resume", before),
  ];
  const same = `${bytes} bytes with SHA-256 ${hash.slice(0, 16)}… at ${[before, ...later].map(at).join(" and ")}`;
  return settle(findings, holds(same, before, ...later));
}

function withoutPrefix(evidence: Evidence): Judgement {
  const { kind } = evidence.cell.expectation;
  const seeded = eventsOf(evidence, "child-requested").some(({ role }) => role === "seed");
  if (!seeded && (kind === "refused" || kind === "delivered")) {
    return notApplicable("the scenario has no session file");
  }
  return unknown("nobody read the session file before the resume");
}

/** The recorded text must give the recorded hash, or the comparison rests on nothing. */
function soundRecord(before: Prefix): Judgement | null {
  if (before.content === null) return unknown(`${at(before)} does not keep the text`, before);
  // The gate had read it whole when it took the hash; what is shown here is not what was hashed.
  if (before.redacted) return null;
  const { content: text, undecodable = [] } = before;
  const found = toExactBytes({ text, undecodable });
  const length = found.length;
  const hash = sha256(found);
  if (length === before.bytes && hash === before.sha256) return null;
  if (!isExact(before)) return null;
  const because = `${at(before)} says ${before.bytes} bytes, SHA-256 ${before.sha256.slice(0, 16)}…; its text has ${length} bytes, ${hash.slice(0, 16)}…`;
  return violated(because, before);
}

/** Older records kept the text without its byte order mark, and a sign for what is no text. */
function isExact({ content, undecodable, bytes, sha256: hash }: Prefix): boolean {
  if (content === null || undecodable) return true;
  const marked = `\ufeff${content}`;
  if (Buffer.byteLength(marked) === bytes && sha256(marked) === hash) return false;
  return !content.includes("\ufffd");
}

function changed(before: Prefix, after: Prefix): Judgement | null {
  if (after.path !== before.path) {
    return unknown(`${at(after)} read ${after.path}, not ${before.path}`, before, after);
  }
  if (after.bytes === before.bytes && after.sha256 === before.sha256) return null;
  const because = `${before.path}: ${before.bytes} bytes, SHA-256 ${before.sha256.slice(0, 16)}… before (${at(before)}); ${after.bytes} bytes, ${after.sha256.slice(0, 16)}… after (${at(after)})`;
  return violated(because, before, after);
}
