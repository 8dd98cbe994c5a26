import { error, notice, setOutput, setSecret, summary, warning, type AnnotationProperties } from "@actions/core";
import { randomUUID } from "node:crypto";
import { partsOf } from "../cli/known-secrets.ts";
import { scrubber, type Scrub } from "../core/settings/scrub.ts";
import { fitting, type Annotation } from "../report/annotations.ts";
import { visible } from "../report/visible.ts";
import { count } from "../report/words.ts";
import { outputNames } from "./output-names.ts";
import { cutSummary } from "./cut-summary.ts";

/**
 * The runner that started this process: its log, its files, its rules. Whatever goes out by it is scrubbed of every
 * secret it was told to mask, and nothing in a text acts, neither on the runner nor on who reads the log.
 */
export interface Runner {
  /** Hides a secret in the log, and in whatever passes `scrub` from then on. */
  mask(secret: string): void;
  scrub(text: string): string;
  log(text: string): void;
  annotate(annotation: Annotation): void;
  /** Adds to the summary of the job; what passes GitHub's limit is left out with a word. */
  summarize(markdown: string): Promise<void>;
  output(name: string, value: string): void;
}

/** What the process itself asks of the runner besides. */
export interface OpenedRunner extends Runner {
  /** True once something was annotated on this level. */
  hasAnnotated(level: Annotation["level"]): boolean;
  hasOutput(name: string): boolean;
  /** Says how much was left out; nothing is annotated after it. */
  close(): Promise<void>;
}

/** Where the runner's texts go. */
export interface RunnerOptions {
  /** Standard output: the runner reads commands there, and nothing of ours is ever written to standard error. */
  readonly write: (text: string) => void;
  /** False on a GitHub without job summaries. */
  readonly hasSummary: boolean;
}

// Of each level the runner keeps ten in a step; the rest would only be in its log.
const mostAnnotations = 10;

// The runner drops a summary of more than 1,048,576 bytes as a whole.
const mostSummary = 1_000_000;

/** Opens the runner of this process. */
export function openRunner({ write, hasSummary }: RunnerOptions): OpenedRunner {
  const secrets = new Set<string>();
  let scrub: Scrub = scrubber([]);
  const annotated = new Map<Annotation["level"], number>();
  const outputs = new Set<string>();
  let room = mostSummary;

  const summarize = async (markdown: string): Promise<void> => {
    if (!hasSummary || markdown === "") return;
    const text = cutSummary(`${scrub(markdown).trimEnd()}\n\n`, room);
    room -= Buffer.byteLength(text);
    await summary.addRaw(text).write();
  };

  return {
    mask(secret) {
      // Logs are read by lines, so each line of a secret is one.
      const unknown = partsOf(secret).filter((part) => !secrets.has(part));
      if (unknown.length === 0) return;
      for (const part of unknown) {
        setSecret(part);
        secrets.add(part);
      }
      scrub = scrubber([...secrets]);
    },
    scrub: (text) => scrub(text),
    log: (text) => write(inert(shown(scrub(text)))),
    annotate(annotation) {
      const before = annotated.get(annotation.level) ?? 0;
      annotated.set(annotation.level, before + 1);
      if (before < mostAnnotations) tell(annotation, scrub);
    },
    summarize,
    output(name, value) {
      if (!outputNames.some((one) => one === name)) throw new Error(`the action has no output ${name}`);
      outputs.add(name);
      setOutput(name, scrub(value));
    },
    hasAnnotated: (level) => annotated.has(level),
    hasOutput: (name) => outputs.has(name),
    async close() {
      const left = [...annotated].flatMap(([level, number]) =>
        number > mostAnnotations ? [count(number - mostAnnotations, `more ${level}`)] : [],
      );
      if (left.length === 0) return;
      const text = `${left.join(", ")} not annotated: GitHub shows ${mostAnnotations} of each kind. The log has them all.`;
      write(`${text}\n`);
      await summarize(text);
    },
  };
}

function tell(annotation: Annotation, scrub: Scrub): void {
  const { level, message, title, file, line, column } = fitting({
    ...annotation,
    message: shown(scrub(annotation.message)),
    ...(annotation.title === undefined ? {} : { title: visible(scrub(annotation.title)) }),
  });
  const properties: AnnotationProperties = {
    ...(title === undefined ? {} : { title }),
    ...(file === undefined ? {} : { file: visible(scrub(file)) }),
    ...(line === undefined ? {} : { startLine: line }),
    ...(column === undefined ? {} : { startColumn: column }),
  };
  switch (level) {
    case "error":
      return error(message, properties);
    case "warning":
      return warning(message, properties);
    case "notice":
      return notice(message, properties);
  }
}

/** A text in whose lines nothing acts on who reads them, whoever wrote it and whichever way it came here. */
function shown(text: string): string {
  return text.split("\n").map(visible).join("\n");
}

/**
 * A text for the log in which nothing is a command. `##[…]` acts anywhere in a line, in the runner and in whatever shows
 * its log, so it is broken up; `::…::` only where the runner is not told to stop looking, which it forgets no earlier
 * than it reads a word that nobody could know before.
 */
function inert(text: string): string {
  if (text === "") return "";
  const ended = text.replaceAll("##[", "# #[").replace(/(?<!\n)$/, "\n");
  if (!ended.includes("::")) return ended;
  const token = randomUUID();
  return `::stop-commands::${token}\n${ended}::${token}::\n`;
}
