import { as, print, prose, type Paint } from "./print.ts";
import { visible, widthOf } from "./visible.ts";

/** How many of how many changes are done. */
export interface Reached {
  readonly done: number;
  readonly of: number;
}

interface Look {
  readonly paint: Paint;
  readonly columns: number;
}

const bar = 20;

/** The one line of a terminal that changes: how far it is, and what is being written; never wider than the terminal. */
export function progressLine({ done, of }: Reached, running: readonly string[], { paint, columns }: Look): string {
  const full = of === 0 ? bar : Math.floor((done / of) * bar);
  const head = `${String(done).padStart(String(of).length)}/${of} `;
  const drawn = "━".repeat(full);
  const rest = "─".repeat(bar - full);
  const names = fit(visible(running.join(", ")), columns - head.length - bar - 3);
  return `${head}${paint("good", drawn)}${paint("faint", rest)} ${names}`.trimEnd();
}

function fit(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = "";
  for (const letter of text) {
    if (widthOf(kept + letter) > width - 1) break;
    kept += letter;
  }
  return `${kept}…`;
}

/** How far it is, as a line of a log. */
export function progressNote({ done, of }: Reached, look: Look): string {
  return print(
    [
      prose(
        0,
        4,
        as("faint", done === 0 ? `applying ${of} ${of === 1 ? "change" : "changes"}` : `${done} of ${of} done`),
      ),
    ],
    look,
  );
}
