import { dispatchOnce } from "../../dispatching.ts";
import { dispatchRefused } from "../../observe/untouched.ts";
import { defineScenario } from "../../scenario.ts";
import type { Stage } from "../../stage.ts";
import { exitOf, startActor } from "../../toolbox/actor.ts";
import { needsMailbox } from "../../toolbox/needs.ts";
import { armReceiver, becomeMailboxCitizen, watchInbox } from "../../toolbox/receiver.ts";

export const mailToArmed = defineScenario({
  name: "mail-to-armed",
  summary: "a message is left for a receiver that will fetch it: once, without a lock, bell last",
  explained: {
    why: "A receiver that polls must find the whole message, once, when it is told to look.",
    causes:
      "The bell rings before the mail is written, the mail is written twice, or a lock is taken that nobody needs.",
  },
  faults: [],
  covers: ["fire-and-forget×armed"],
  expect: () => ({ kind: "delivered" }),
  cannotRun: needsMailbox,
  arrange: armed,
  async act(stage, session) {
    const inbox = await watchInbox(stage);
    await inbox.list("before-resume");
    await dispatchOnce(stage, { dispatch: 1, intent: "fire-and-forget" });
    await session.drain();
    await inbox.list("after-dispatch");
  },
});

const fault = "receiver-died";

export const mailToUnarmed = defineScenario({
  name: "mail-to-unarmed",
  summary: "no mail is left for a receiver whose process is gone, and no inbox is made for it",
  explained: {
    why: "Mail to a receiver that has gone would be reported as delivered and read by nobody.",
    causes: "The process behind the inbox is not checked, or the inbox is made on demand.",
  },
  faults: [fault],
  covers: ["fire-and-forget×unarmed", "reject:mailbox-undeliverable"],
  expect: () => ({
    kind: "refused",
    reason: "mailbox-undeliverable",
    observedLiveness: "unsupported",
  }),
  cannotRun: needsMailbox,
  async arrange(stage) {
    await becomeMailboxCitizen(stage);
    const { child } = await startActor(stage, "exit");
    const owner = child.identity;
    if (owner === null) throw new Error("the receiver did not start");
    const marker = await armReceiver(stage, owner);
    stage.record({ type: "fault-armed", fault, detail: marker });
    const exit = await exitOf(stage, child);
    const proof = `${marker} names process ${owner.pid}, which exited with ${exit.exitCode ?? exit.signal}`;
    stage.record({ type: "fault-fired", fault, proof });
  },
  act: (stage, session) =>
    dispatchRefused(stage, session, { dispatch: 1, intent: "fire-and-forget" }),
});

export const ownedToMailbox = defineScenario({
  name: "owned-to-mailbox",
  summary: "nobody can own a turn of a backend that cannot be probed, armed receiver or not",
  explained: {
    why: "A mailbox says nothing of what became of a message, so no turn of it can be owned.",
    causes: "Delivery is taken for an outcome.",
  },
  faults: [],
  covers: ["owned-outcome×armed", "reject:backend-liveness-unsupported"],
  expect: () => ({
    kind: "refused",
    reason: "backend-liveness-unsupported",
    observedLiveness: "unsupported",
  }),
  cannotRun: needsMailbox,
  arrange: armed,
  act: (stage, session) => dispatchRefused(stage, session, { dispatch: 1 }),
});

export const ownedToUnarmed = defineScenario({
  name: "owned-to-unarmed",
  summary: "nobody can own a turn of a backend that cannot be probed and has no receiver",
  explained: {
    why: "Neither a probe nor a receiver: nothing at all is known of such a backend.",
    causes: "An unknown state is treated as dormant.",
  },
  faults: [],
  covers: ["owned-outcome×unarmed", "reject:backend-liveness-unsupported"],
  expect: () => ({
    kind: "refused",
    reason: "backend-liveness-unsupported",
    observedLiveness: "unsupported",
  }),
  cannotRun: needsMailbox,
  arrange: becomeMailboxCitizen,
  act: (stage, session) => dispatchRefused(stage, session, { dispatch: 1 }),
});

async function armed(stage: Stage): Promise<void> {
  await becomeMailboxCitizen(stage);
  const { child } = await startActor(stage, "wait");
  if (child.identity === null) throw new Error("the receiver did not start");
  await armReceiver(stage, child.identity);
}
