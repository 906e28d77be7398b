// What is resumed must be a dormant session: saved once, under the right id, for the right
// directory, with nobody running it. Which model it names is the claim of model-identity.
import type { EventOf, SessionFile } from "../../evidence/event.ts";
import { type Evidence, eventsOf } from "../../evidence/evidence.ts";
import { holds, type Invariant, type Judgement, unknown, violated } from "../invariant.ts";
import { absent, at, settle, unlessExpected } from "../reading/checks.ts";
import { dispatchBegan } from "../reading/transcript.ts";

export const dormantBeforeResume: Invariant = {
  name: "dormant-before-resume",
  claim:
    "After the seed, whose process exited with 0, there was exactly one session file, with the garden id and the working directory of the cell in its header and a resumable name, and no control socket answered; and a child that resumes it is asked to run in that directory.",
  explained: {
    why: "Only a session that is really asleep, on disk once and with nobody listening, can show that a resume woke it.",
    causes:
      "The seed's agent failed or still runs, or wrote its session under another id, name or directory than it was asked to.",
  },
  judge,
};

/** What a connection says when nobody listens; anything else leaves it open. */
const nobodyListens: readonly (string | null)[] = ["ENOENT", "ECONNREFUSED"];

function judge(evidence: Evidence): Judgement {
  const kinds = ["resumed", "turn-failed", "retained", "start-failed"] as const;
  const elsewhere = unlessExpected(evidence, kinds, "its target need not be dormant");
  if (elsewhere) return elsewhere;
  const list = eventsOf(evidence, "session-listed").findLast(
    (listed) => listed.moment === "after-seed" && listed.seq < dispatchBegan(evidence),
  );
  if (!list) return unknown("nobody listed the session files between the seed and the dispatch");
  const asked = eventsOf(evidence, "socket-asked").filter((ask) => ask.moment === "before-resume");
  const [file] = list.files;
  return settle(
    [
      seedExit(evidence),
      fileOf(evidence, list),
      socketOf(evidence, asked),
      ...startedElsewhere(evidence, list),
    ],
    holds(`${at(list)}: one session, ${file?.path}; ${silence(asked)}`, list, ...asked),
  );
}

/** Of an agent that ends itself when it gets the signal. */
const exitOnSigterm = 143;

function seedExit(evidence: Evidence): Judgement | null {
  if (eventsOf(evidence, "session-made").length > 0) return null;
  const exits = eventsOf(evidence, "child-exited").filter((exit) => exit.role === "seed");
  const exit = exits.at(-1);
  if (!exit) return absent(evidence, "the seed's process was not seen to exit");
  if (exit.seq > dispatchBegan(evidence)) {
    return violated(`the seed's process ${exit.pid} outlived the dispatch (${at(exit)})`, exit);
  }
  if (exit.exitCode === 0) return null;
  const { killed, terminated } = evidence.cell.history ?? {};
  if (killed && exit.signal === "SIGKILL") return null;
  if (terminated && (exit.signal === "SIGTERM" || exit.exitCode === exitOnSigterm)) return null;
  const end = exit.signal ?? `code ${exit.exitCode}`;
  return absent(evidence, `the seed's process ${exit.pid} ended with ${end} (${at(exit)})`, exit);
}

function fileOf(evidence: Evidence, list: EventOf<"session-listed">): Judgement | null {
  const { cell } = evidence;
  const [file, ...others] = list.files;
  if (!file) return absent(evidence, "0 session files after the seed: none", list);
  if (others.length > 0) {
    const paths = list.files.map((each) => each.path).join(", ");
    return violated(`${list.files.length} session files after the seed: ${paths}`, list);
  }
  const flaws =
    cell.traits.mapsIdentity === true
      ? mappingFlaws(evidence, file)
      : flawsOf(file, cell.gardenId, cell.paths.workingDirectory);
  return flaws.length === 0
    ? null
    : violated(`${file.path}: ${flaws.join(", ")} (${at(list)})`, list);
}

function flawsOf({ header, name }: SessionFile, gardenId: string, directory: string): string[] {
  if (header === null) return ["its first line is no session header"];
  const flaws: string[] = [];
  if (header.id !== gardenId) flaws.push(`header id ${header.id} instead of ${gardenId}`);
  if (header.cwd !== directory) flaws.push(`header cwd ${header.cwd} instead of ${directory}`);
  const tags = name?.match(/(?<=__)[a-z_]*$/)?.[0].split("_");
  const resumable = tags?.includes("entwurf") && !tags.includes("control");
  if (!name?.startsWith(`${gardenId}==`) || !resumable) {
    flaws.push(`its name (${name ?? "none"}) does not mark it as resumable`);
  }
  return flaws;
}

/** Where the agent chose the id, one record has to lead from the garden id to that very file. */
function mappingFlaws(evidence: Evidence, { header, path }: SessionFile): string[] {
  if (header === null) return ["its first line is no session header"];
  const { gardenId, paths } = evidence.cell;
  const mapped = eventsOf(evidence, "identity-mapped");
  const [record] = mapped;
  if (!record || mapped.length > 1) return [`${mapped.length} records were written for it`];
  const flaws: string[] = [];
  if (record.seq > dispatchBegan(evidence)) flaws.push("its record came after the dispatch");
  if (record.gardenId !== gardenId) flaws.push(`its record is of ${record.gardenId}`);
  if (record.sessionId !== header.id || record.path !== path) {
    flaws.push(`its record names ${record.sessionId} in ${record.path}`);
  }
  if (header.cwd !== paths.workingDirectory) {
    flaws.push(`header cwd ${header.cwd} instead of ${paths.workingDirectory}`);
  }
  return flaws;
}

/** The children that were to resume it in another directory than its header names. */
function startedElsewhere(
  evidence: Evidence,
  list: EventOf<"session-listed">,
): readonly Judgement[] {
  const directory = list.files[0]?.header?.cwd;
  // A header that is at fault itself says nothing of the children.
  if (fileOf(evidence, list)) return [];
  return eventsOf(evidence, "child-requested")
    .filter(({ role, workingDirectory }) => role === "resume" && workingDirectory !== directory)
    .map((request) => {
      const because = `${at(request)} starts the child in ${request.workingDirectory}, not in ${directory}`;
      return violated(because, list, request);
    });
}

function socketOf(evidence: Evidence, asked: readonly EventOf<"socket-asked">[]): Judgement | null {
  if (asked.length === 0) {
    if (!evidence.cell.traits.resident) return null;
    return unknown("nobody asked the control socket before the resume");
  }
  for (const ask of asked) {
    if (ask.answer) {
      const { sessionId, pid } = ask.answer;
      return violated(`${ask.path} answered for ${sessionId}, pid ${pid} (${at(ask)})`, ask);
    }
    if (!nobodyListens.includes(ask.failure)) {
      return unknown(`${ask.path} failed with ${ask.failure}: neither dead nor alive`, ask);
    }
  }
  return null;
}

function silence(asked: readonly EventOf<"socket-asked">[]): string {
  const last = asked.at(-1);
  return last ? `its socket: ${last.failure} (${at(last)})` : "the lane serves no socket";
}
