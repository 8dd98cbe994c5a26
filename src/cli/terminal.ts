import { plain, type Paint } from "../report/print.ts";
import { colourful } from "./paint.ts";

/** Where the program runs: the folder, the environment's variables, and whom it talks to. */
export interface Terminal {
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** For the result, on standard output. */
  readonly paint: Paint;
  /** For everything else, on standard error. */
  readonly notePaint: Paint;
  readonly columns: number;
  /** True where a line on standard error can be written over. */
  readonly live: boolean;
  /** True where somebody is there to answer. */
  readonly canAsk: boolean;
  result(text: string): void;
  note(text: string): void;
  /** The answer to a question, empty where there is none. */
  ask(question: string): Promise<string>;
}

// Wide enough for a query, narrow enough to read; a log has no width of its own.
const widest = 120;
const inLog = 100;

/** The terminal of this process. What the arguments say of colours counts before they are read: wrong usage is painted too. */
export function openTerminal(args: readonly string[]): Terminal {
  const { stdout, stderr, stdin, env } = process;
  const color = args.includes("--no-color") ? false : args.includes("--color") ? true : undefined;
  return {
    folder: process.cwd(),
    env,
    paint: hasColor(stdout, color) ? colourful : plain,
    notePaint: hasColor(stderr, color) ? colourful : plain,
    columns: stdout.isTTY ? Math.max(40, Math.min(widest, stdout.columns || inLog)) : inLog,
    live: stderr.isTTY === true && env["TERM"] !== "dumb" && env["CI"] === undefined,
    canAsk: stdin.isTTY === true && stderr.isTTY === true,
    result: (text) => void stdout.write(text),
    note: (text) => void stderr.write(text),
    ask,
  };
}

// https://no-color.org and https://force-color.org: a variable that is empty says nothing.
function hasColor(stream: { readonly isTTY?: boolean }, asked: boolean | undefined): boolean {
  const { NO_COLOR: no, FORCE_COLOR: force, TERM: term } = process.env;
  if (asked !== undefined) return asked;
  if (no !== undefined && no !== "") return false;
  if (force !== undefined && force !== "") return force !== "0" && force !== "false";
  return stream.isTTY === true && term !== "dumb";
}

async function ask(question: string): Promise<string> {
  const { createInterface } = await import("node:readline/promises");
  // Without its own handling of the terminal Ctrl-C stays what it is: the end of the program.
  const lines = createInterface({ input: process.stdin, output: process.stderr, terminal: false });
  try {
    const closed = new Promise<string>((resolve) => lines.once("close", () => resolve("")));
    return await Promise.race([lines.question(question), closed]);
  } finally {
    lines.close();
  }
}

/** Whoever reads us may go away (`tocsin plan | head`): the rest of the text is lost, and what is being written to Azure is not. */
export function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: Error) => {
      if (!("code" in error) || error.code !== "EPIPE") throw error;
    });
  }
}
