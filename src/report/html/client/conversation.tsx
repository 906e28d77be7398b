// What was said: the session's lines on both sides of the resume, the requests to the model, and
// what children wrote to standard error.
import { childName } from "../../../evidence/child.ts";
import type { EventOf, EvidenceEvent } from "../../../evidence/event.ts";
import { LongText, Scroller, Section } from "./parts.tsx";
import { type Transcript, transcriptsIn } from "./transcript.ts";
import { durationText } from "./words.ts";

export function Conversation({ events }: { readonly events: readonly EvidenceEvent[] }) {
  const requests = events.filter((event) => event.type === "model-requested");
  const errors = events.filter((event) => event.type === "error-output");
  return (
    <>
      <Section title="Transcript" id="transcript">
        {transcriptsIn(events).map((transcript) => (
          <OneTranscript key={transcript.path} transcript={transcript} />
        ))}
      </Section>
      <Section title="Requests to the model" id="requests">
        {requests.length === 0 ? <p>None was recorded.</p> : <Requests requests={requests} />}
      </Section>
      <Section title="Standard error" id="stderr">
        {errors.length === 0 && <p>Nothing of it was recorded.</p>}
        {errors.map(({ seq, role, child, lines }) => (
          <div key={seq}>
            <h3>
              {role} child {childName(child)}
            </h3>
            <LongText text={lines.join("\n")} label={`standard error, event ${seq}`} />
          </div>
        ))}
      </Section>
    </>
  );
}

function OneTranscript({ transcript }: { readonly transcript: Transcript }) {
  const { path, before, after } = transcript;
  return (
    <div class="transcript">
      <p class="faint">
        <code>{path}</code>
      </p>
      <ol>
        {before.map((entry) => (
          <Entry key={entry.seq} entry={entry} />
        ))}
      </ol>
      <p class="boundary">
        {after.length === 0 ? "Nothing was added by a resume" : "Resumed here"}
      </p>
      <ol start={before.length + 1}>
        {after.map((entry) => (
          <Entry key={entry.seq} entry={entry} />
        ))}
      </ol>
    </div>
  );
}

function Entry({ entry }: { readonly entry: EventOf<"session-entry"> }) {
  const { role, kind, text, reasoning, toolCalls, model, stopReason, errorMessage, seq } = entry;
  const facts = [model, stopReason, errorMessage].filter((fact) => fact !== null);
  const who = role ?? kind;
  return (
    <li class={`entry ${role ?? "none"}`}>
      <p>
        <strong>{who}</strong> <span class="faint">{[...facts, `event ${seq}`].join(" · ")}</span>
      </p>
      {reasoning !== "" && (
        <LongText text={reasoning} label={`reasoning of ${who}, event ${seq}`} />
      )}
      {text !== "" && <LongText text={text} label={`text of ${who}, event ${seq}`} />}
      {toolCalls.map(({ name, argumentsText }, index) => (
        <LongText
          key={index}
          text={`${name} ${argumentsText}`}
          label={`tool call ${index + 1} of event ${seq}`}
        />
      ))}
    </li>
  );
}

const requestHeads = [
  "turn",
  "began",
  "took",
  "status",
  "outcome",
  "messages",
  "recalled",
  "format",
];

function Requests({ requests }: { readonly requests: readonly EventOf<"model-requested">[] }) {
  return (
    <Scroller label="Table of requests">
      <table>
        <thead>
          <tr>
            {requestHeads.map((head) => (
              <th scope="col" key={head}>
                {head}
              </th>
            ))}
            <th scope="col">last user text</th>
          </tr>
        </thead>
        <tbody>
          {requests.map((request) => (
            <tr key={request.seq}>
              {factsOf(request).map((fact, index) => (
                <td key={requestHeads[index]}>{fact}</td>
              ))}
              <td>
                <details>
                  <summary>{request.lastUserText.length} characters</summary>
                  <LongText
                    text={request.lastUserText}
                    label={`last user text, event ${request.seq}`}
                  />
                </details>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  );
}

function factsOf(request: EventOf<"model-requested">): readonly string[] {
  const { turn, atMs, durationMs, status, outcome, messages, userMessages, recalled } = request;
  const refused = request.refusedBy === undefined ? "" : ` by ${request.refusedBy.rule}`;
  return [
    turn,
    durationText(Math.max(0, atMs - durationMs)),
    durationText(durationMs),
    String(status),
    `${outcome}${refused}`,
    `${messages}, of a user ${userMessages}`,
    recalled ? "yes" : "no",
    `${request.wireApi}, ${request.transport}`,
  ];
}
