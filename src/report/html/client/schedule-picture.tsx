// A schedule as a picture that is a table: a column for each actor, a line for each thing that was done,
// so that what follows what is seen, and read out, in order.
import type { ScheduleData, ScheduledDeed } from "../document-data.ts";
import { view } from "./page-state.ts";
import { Scroller } from "./parts.tsx";
import { hasWords } from "./search-words.ts";

export function SchedulePicture({ schedule }: { readonly schedule: ScheduleData }) {
  const { actors } = schedule;
  const deeds = schedule.deeds.filter(({ texts }) => hasWords(texts.join(" "), view.value.query));
  return (
    <>
      <p class="faint">
        From top to bottom in the order in which it happened, at virtual milliseconds. A line runs
        from the first to the last deed of each actor; a wide band marks who holds the lock.
      </p>
      <Scroller label="Schedule">
        <table class="schedule">
          <thead>
            <tr>
              <th scope="col">ms</th>
              {actors.map((actor) => (
                <th scope="col" key={actor}>
                  {actor}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {deeds.map((deed, index) => (
              <Line key={index} deed={deed} before={deeds[index - 1]} actors={actors} />
            ))}
          </tbody>
        </table>
      </Scroller>
    </>
  );
}

interface LineProps {
  readonly deed: ScheduledDeed;
  readonly before: ScheduledDeed | undefined;
  readonly actors: readonly string[];
}

function Line({ deed, before, actors }: LineProps) {
  const { atMs, actor, texts, holding, alive, isMarked } = deed;
  return (
    <tr>
      <th scope="row">{before?.atMs === atMs ? <span class="unseen">{atMs}</span> : atMs}</th>
      {actors.map((name, position) => (
        <td
          key={name}
          class={`${alive.includes(position) ? "alive" : ""} ${holding.includes(position) ? "holding" : ""}`}
        >
          {position === actor && (
            <div class={isMarked ? "deed marked" : "deed"}>
              {isMarked && <span class="unseen">shows the violation: </span>}
              {isMarked && <span aria-hidden="true">◆ </span>}
              {texts.map((text, index) => (
                <span key={index} class={text.startsWith("→") ? "told" : ""}>
                  {text}
                </span>
              ))}
            </div>
          )}
        </td>
      ))}
    </tr>
  );
}
