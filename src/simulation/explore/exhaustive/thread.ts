// A thread that enumerates: a branch in, what came of it out.
import { laneNamed, serveThread } from "../serve-thread.ts";
import { doerOf, type Enumerated } from "./job.ts";

serveThread((asked: Enumerated) => doerOf(asked, laneNamed(asked.lane)));
