import type { Progress } from "../commands/apply.ts";
import { progressLine, progressNote } from "../report/progress-text.ts";
import type { Session } from "./session.ts";

// Goes to the beginning of the line, and clears it.
const overwrite = "\r\u001b[2K";

/** Says on a terminal what is waited for, as long as it lasts; in a log it says nothing. */
export async function showWaiting<T>(text: string, { terminal }: Session, work: () => Promise<T>): Promise<T> {
  if (!terminal.live) return work();
  terminal.note(overwrite + terminal.notePaint("faint", text));
  try {
    return await work();
  } finally {
    terminal.note(overwrite);
  }
}

/** Tells how far an apply is: one line that changes on a terminal, now and then a line in a log, whose end lists all. */
export function tellProgress({ terminal }: Session): {
  readonly onProgress: (progress: Progress) => void;
  readonly end: () => void;
} {
  const running = new Map<string, string>();
  let told = false;
  const look = { paint: terminal.notePaint, columns: terminal.columns };
  return {
    onProgress(progress) {
      const { begun, result } = progress;
      if (begun !== undefined) running.set(`${begun.kind}/${begun.name}`, begun.name);
      if (result !== undefined) running.delete(`${result.kind}/${result.name}`);
      if (terminal.live) terminal.note(overwrite + progressLine(progress, [...running.values()], look));
      else if (!told || isMilestone(progress)) terminal.note(progressNote(progress, look));
      told = true;
    },
    end() {
      if (terminal.live) terminal.note(overwrite);
    },
  };
}

/** A tenth of a long apply: a log has every result at its end, and until then it should be seen to go on. */
function isMilestone({ done, of, result }: Progress): boolean {
  // What is left out after a stop is not done, and all of it comes at once.
  return (
    result !== undefined && result.outcome !== "skipped" && done < of && done % Math.max(25, Math.ceil(of / 10)) === 0
  );
}
