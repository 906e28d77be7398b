// Texts that a command line, a shell or a careless reader would take for something else. Each has to
// stand in the session as it was given; what no session would run is refused before the lock.
import { longestMessage } from "../../../formats/message.ts";
import type { Scenario } from "../../scenario.ts";
import { kept } from "./kept.ts";
import { refused } from "./refused.ts";
import { slash } from "./slash.ts";

/** Beyond what one argument of a command line holds: 128 KiB on Linux. */
const largeLines = 3_000;
/** Two of these characters have more bytes than one, and one alone is half of a pair. */
const oddLine = 'Grüße "$HOME" `date` \\ 日本 😀 \ud83d \u0000 %s\r';

export const messageScenarios: readonly Scenario[] = [
  kept({
    name: "text-option",
    summary: "a message that begins with the words of an option is told to the model, not obeyed",
    explained: {
      why: "A message that is read as options can approve, delete or end what nobody asked for.",
      causes:
        "The message goes on the command line without a separator, or the agent reads options after it.",
    },
    around: (plain) => `--approve --no-session --help\n${plain}`,
  }),
  kept({
    name: "text-dash",
    summary: "a message that begins with a dash, as a list does, is a message",
    explained: {
      why: "Lists begin with dashes; a message that is a list must not be an error.",
      causes: "The message goes on the command line and looks like an unknown option.",
    },
    around: (plain) => `- ${plain}\n- --- -`,
  }),
  kept({
    name: "text-at-sign",
    summary: "a message that begins with an at sign names no file to be read",
    explained: {
      why: "Reading a file that a message merely names can leak its content to a provider.",
      causes: "The agent's command line expands words that begin with @.",
    },
    around: (plain) => `@package.json ${plain}`,
  }),
  slash,
  kept({
    name: "text-white-space",
    summary: "white space at both ends of a message belongs to it",
    explained: {
      why: "Indentation and final line breaks carry meaning in code and patches.",
      causes: "Some layer trims the message.",
    },
    around: (plain) => `\ufeff\r\n \t${plain}\u00a0 \t\r\n\n`,
  }),
  kept({
    name: "text-large",
    summary: "a message larger than an argument can be, full of odd characters, arrives whole",
    explained: {
      why: "Logs and diffs are long; a message that is cut is answered as if it were whole.",
      causes:
        "The message is one argument of a command line, which has a limit, or a buffer is decoded in the middle of a character.",
    },
    around: (plain) => `${`${oddLine}\n`.repeat(largeLines)}${plain}`,
    notLive: "a real provider would be paid for every word of it",
  }),
  refused({
    name: "text-empty",
    summary: "an empty message is refused: there is no turn that it could begin",
    explained: {
      why: "A turn without words costs a request and says nothing.",
      causes:
        "The message is checked by the agent only, after the lock was taken and the child started.",
    },
    message: "",
    because: "(message|prompt) is (empty|required)",
  }),
  refused({
    name: "text-blank",
    summary: "a message of nothing but white space is refused as an empty one is",
    explained: {
      why: "A turn of blanks costs a request and says nothing.",
      causes: "Only the length is checked.",
    },
    message: " \n\t\n",
    because: "(message|prompt) is (empty|required)",
  }),
  refused({
    name: "text-too-large",
    summary: "a message that no control socket would take is refused before anything is locked",
    explained: {
      why: "A message that no later socket could take must not be half sent.",
      causes: "The limit is found out when the socket breaks, with a child already there.",
    },
    message: "x".repeat(longestMessage),
    because: "message takes \\d+ characters",
  }),
];
