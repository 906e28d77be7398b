// The lanes as the process of one dispatch finds them: of the checkout that its environment names.
import { findCheckout } from "./find.ts";
import { directoryVariable, entwurfLanes } from "./lanes.ts";
import { agentOf } from "./open.ts";

const directory = process.env[directoryVariable] ?? "";
const reading = findCheckout(directory);
if (reading.kind === "unusable") throw new Error(reading.because);

export const { lanes } = entwurfLanes(reading.checkout, agentOf(reading.checkout), null);
