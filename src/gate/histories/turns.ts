// Histories that real turns of the agent leave behind, on a model that does what it is told.
import { type History, kept } from "./history.ts";

const run = (command: string) => ({ call: "bash", with: { command } });
const answer = [{ answer: true }] as const;

export const turnHistories: readonly History[] = [
  {
    name: "tool-call",
    summary: "a tool was called, and its result is there",
    steps: [[run("echo one")], answer],
    fate: kept,
  },
  {
    name: "parallel-calls",
    summary: "two tools were called in one reply, and both results are there",
    steps: [[run("echo one"), run("echo two")], answer],
    fate: kept,
  },
  {
    name: "thinking",
    summary: "the model thought, with a signature, before a call and before its answer",
    steps: [
      [{ think: "Let me look." }, run("echo one")],
      [{ think: "That is enough." }, { answer: true }],
    ],
    fate: kept,
  },
  {
    name: "redacted-thinking",
    summary: "the model thought what its provider keeps to itself",
    steps: [[{ redacted: true }, run("echo one")], answer],
    fate: kept,
  },
  {
    name: "length-with-call",
    summary: "the model was cut short in a reply that called a tool, and went on after it",
    steps: [{ blocks: [run("echo one")], stop: "length" }, answer],
    fate: kept,
  },
  {
    name: "retried-429",
    summary: "the first attempt at the answer was refused with 429, the next was not",
    steps: [
      [run("echo one")],
      {
        blocks: answer,
        first: [{ kind: "status", status: 429, message: "slow down" }],
      },
    ],
    fate: kept,
  },
];
