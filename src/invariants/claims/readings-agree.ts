// A subject that misreads what it finds may still do what is right, once. What it says of a lock, a
// socket and a session is compared with what was read there by somebody else.
import type { Liveness } from "../../evidence/cell.ts";
import type { EventOf, LockHolder, SessionFile, SocketAnswered } from "../../evidence/event.ts";
import { type Evidence, eventsOf, sessionIdOf } from "../../evidence/evidence.ts";
import { holds, type Invariant, type Judgement, notApplicable, violated } from "../invariant.ts";
import { at, settle } from "../reading/checks.ts";

export const readingsAgree: Invariant = {
  name: "readings-agree",
  claim:
    "Whom the subject named as a lock's holder is whom the lock file named, field for field; what it said of a control socket follows from what the system had answered; and the session that it found fit to be resumed was the only one of its id, bore the tag, and named the directory and the model that the subject read.",
  explained: {
    why: "A decision is only as good as what was read; a subject that misreads a lock or a session decides rightly about something that is not there.",
    causes:
      "A parser that guesses missing fields, a cached reading, another file of the same id, a probe whose answer is mapped to the wrong word.",
  },
  judge,
};

interface Finding {
  readonly event: { readonly seq: number };
  readonly flaw: Judgement | null;
}

function judge(evidence: Evidence): Judgement {
  const findings = [...holders(evidence), ...sockets(evidence), ...sessions(evidence)];
  if (findings.length === 0) return notApplicable("nobody else read what the subject read");
  const events = findings.map(({ event }) => event);
  return settle(
    findings.map(({ flaw }) => flaw),
    holds(`read by two in the same way: ${events.map(at).join(", ")}`, ...events),
  );
}

/** A lock may change between two readings of it; that it is the same one is told by its nonce. */
function holders(evidence: Evidence): readonly Finding[] {
  const refused = eventsOf(evidence, "lock-refused").flatMap((event): Finding[] => {
    const { holder, read } = event;
    return holder && read?.nonce === holder.nonce ? [asRead(event, holder, event, read)] : [];
  });
  const placed = eventsOf(evidence, "lock-placed");
  const reclaimed = eventsOf(evidence, "lock-acquired").flatMap((event): Finding[] => {
    const holder = event.from?.holder;
    const there = placed.find((each) => each.holder.nonce === holder?.nonce);
    return holder && there ? [asRead(event, holder, there, there.holder)] : [];
  });
  return [...refused, ...reclaimed];
}

type Seen = { readonly seq: number };

function asRead(event: Seen, said: LockHolder, source: Seen, there: LockHolder): Finding {
  const differing = differencesOf({ ...said }, { ...there });
  if (differing.length === 0) return { event, flaw: null };
  const because = `${at(event)} names a holder otherwise than its lock does: ${differing.join(", ")}`;
  return { event, flaw: violated(because, event, source) };
}

type Fields = Readonly<Record<string, unknown>>;

function differencesOf(said: Fields, there: Fields): readonly string[] {
  const differ = (name: string) => said[name] !== there[name];
  const names = [...Object.keys(said), ...Object.keys(there)].filter(differ);
  return [...new Set(names)].map(
    (name) => `${name} ${said[name] ?? "missing"} for ${there[name] ?? "none"}`,
  );
}

function sockets(evidence: Evidence): readonly Finding[] {
  return eventsOf(evidence, "socket-inspected").flatMap((event): Finding[] => {
    if (!event.answered) return [];
    const { kind, liveness, code } = event;
    const differing = differencesOf({ kind, liveness, code }, { ...meant(event.answered) });
    if (differing.length === 0) return [{ event, flaw: null }];
    const because = `${at(event)} says of ${event.path} what the system did not: ${differing.join(", ")}`;
    return [{ event, flaw: violated(because, event) }];
  });
}

type Look = Pick<EventOf<"socket-inspected">, "kind" | "liveness" | "code">;

/** Nobody listens where a connect says so; whatever else it says leaves it open. */
const nobodyListens: readonly (string | null)[] = ["ENOENT", "ECONNREFUSED"];

function meant({ kind, connect }: SocketAnswered): Look {
  if (kind === "missing") return { kind, liveness: "dormant", code: "ENOENT" };
  if (kind !== "socket") {
    return { kind: kind === "symlink" ? kind : "other", liveness: "indeterminate", code: null };
  }
  if (connect === "connected") return { kind, liveness: "live", code: null };
  const code = connect?.code ?? null;
  const liveness: Liveness = nobodyListens.includes(code) ? "dormant" : "indeterminate";
  return { kind, liveness, code };
}

function sessions(evidence: Evidence): readonly Finding[] {
  return eventsOf(evidence, "subject-looked").flatMap((event): Finding[] => {
    const list = eventsOf(evidence, "session-listed").findLast(
      ({ seq, moment }) => seq < event.seq && isOfThen(moment, event.moment),
    );
    if (!list || !event.session || event.path === null) return [];
    const flaws = sessionFlaws(evidence, event.path, event.session, list.files);
    if (flaws.length === 0) return [{ event, flaw: null }];
    const because = `${at(event)} takes ${event.path} for fit to be resumed: ${flaws.join(", ")}`;
    return [{ event, flaw: violated(because, list, event) }];
  });
}

/** A scenario that changes nothing before the resume leaves the list of after the seed as it is. */
const isOfThen = (listed: string, looked: string): boolean =>
  listed === looked || (looked === "before-resume" && listed === "after-seed");

function sessionFlaws(
  evidence: Evidence,
  path: string,
  said: NonNullable<EventOf<"subject-looked">["session"]>,
  files: readonly SessionFile[],
): readonly string[] {
  const own = files.filter(({ header }) => header?.id === sessionIdOf(evidence));
  const [file] = own;
  if (!file || own.length > 1) return [`${own.length} files bear its id`];
  const { header, name, model } = file;
  const tags = name?.match(/(?<=__)[a-z_]*$/)?.[0].split("_");
  const isNamed = name?.startsWith(`${evidence.cell.gardenId}==`) && tags?.includes("entwurf");
  return [
    ...(file.unreadable === undefined ? [] : [file.unreadable]),
    ...(isNamed ? [] : [`its name is ${name ?? "none"}`]),
    ...differencesOf({ path, ...said }, { path: file.path, cwd: header?.cwd, ...model }),
  ];
}
