// A reporter as a user would bring one: a sentence in a file.
import { defineReporter, type Summary } from "resume-matrix";

export const sentence = defineReporter({
  name: "sentence",
  summary: "one sentence",
  file: "sentence.txt",
  render: ({ verdict, cells }: Summary) => `${verdict} by ${cells.length} cells\n`,
});
