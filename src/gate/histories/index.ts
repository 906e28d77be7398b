// Every history but that of one turn, in the order of the reports.

import { anotherDay } from "./another-day.ts";
import { bigLine } from "./big-line.ts";
import { compaction } from "./compaction.ts";
import { errorAfterTool } from "./error-after-tool.ts";
import { errorInTheMiddle } from "./error-in-the-middle.ts";
import { halfBatch } from "./half-batch.ts";
import type { History } from "./history.ts";
import { killedBeforeNextRequest } from "./killed-before-next-request.ts";
import { killedInMidStream } from "./killed-in-mid-stream.ts";
import { lateResult } from "./late-result.ts";
import { lengthWithCall } from "./length-with-call.ts";
import { lostLine } from "./lost-line.ts";
import { modelSwitched } from "./model-switched.ts";
import { movedDirectory } from "./moved-directory.ts";
import { noSystemMessage } from "./no-system-message.ts";
import { namesFile, ownHistory } from "./own.ts";
import { parallelCalls } from "./parallel-calls.ts";
import { redactedThinking } from "./redacted-thinking.ts";
import { retried429 } from "./retried-429.ts";
import { sameMinute } from "./same-minute.ts";
import { signatureOnly } from "./signature-only.ts";
import { switchedFromAnthropic } from "./switched/from-anthropic.ts";
import { switchedFromDeepseek } from "./switched/from-deepseek.ts";
import { switchedFromGoogle } from "./switched/from-google.ts";
import { switchedFromMistral } from "./switched/from-mistral.ts";
import { switchedFromOpenai } from "./switched/from-openai.ts";
import { tenThousandEntries } from "./ten-thousand-entries.ts";
import { thinking } from "./thinking.ts";
import { thinkingLevelLast } from "./thinking-level-last.ts";
import { toolAborted } from "./tool-aborted.ts";
import { toolCall } from "./tool-call.ts";
import { toolImage } from "./tool-image.ts";
import { toolKilled } from "./tool-killed.ts";
import { toolTerminated } from "./tool-terminated.ts";
import { tornTail } from "./torn-tail.ts";
import { twoBranches } from "./two-branches.ts";
import { userImage } from "./user-image.ts";

export const histories: readonly History[] = [
  toolCall,
  parallelCalls,
  thinking,
  redactedThinking,
  signatureOnly,
  toolImage,
  userImage,
  lengthWithCall,
  retried429,
  errorInTheMiddle,
  errorAfterTool,
  bigLine,
  tenThousandEntries,
  compaction,
  twoBranches,
  thinkingLevelLast,
  modelSwitched,
  switchedFromAnthropic,
  switchedFromOpenai,
  switchedFromGoogle,
  switchedFromMistral,
  switchedFromDeepseek,
  toolKilled,
  halfBatch,
  killedInMidStream,
  killedBeforeNextRequest,
  toolTerminated,
  toolAborted,
  lateResult,
  lostLine,
  tornTail,
  noSystemMessage,
  movedDirectory,
  sameMinute,
  anotherDay,
];

/** Also one that names a file; undefined where there is none. */
export function historyNamed(name: string): History | undefined {
  return namesFile(name) ? ownHistory(name) : histories.find((each) => each.name === name);
}
