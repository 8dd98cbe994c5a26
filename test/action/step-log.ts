import { isAbsolute, relative } from "node:path";
import type { Masker } from "./masker.ts";
import { commandIn, type WorkflowCommand } from "./workflow-commands.ts";

/** A remark as it is kept with the run. */
export interface RunnerAnnotation {
  readonly level: "error" | "warning" | "notice";
  readonly message: string;
  readonly title?: string;
  readonly file?: string;
  readonly line?: number;
  readonly endLine?: number;
  readonly col?: number;
  readonly endColumn?: number;
}

/** What the runner makes of the lines that a step writes. */
export interface StepLog {
  readonly line: (text: string) => void;
  /** As people see it. */
  readonly shown: readonly string[];
  /** At most ten of each level; the rest is only in the log. */
  readonly annotations: readonly RunnerAnnotation[];
  /** Every command that was obeyed, but for those that stop and resume. */
  readonly commands: readonly WorkflowCommand[];
  /** What the runner itself complains of. */
  readonly complaints: string[];
}

const levels = ["error", "warning", "notice"] as const;
const mostOfLevel = 10;
const longestMessage = 4096;

/** Reads a step's output line by line (actions/runner, `OutputManager`, `ActionCommandManager`, `AddIssue`). */
export function createStepLog(masker: Masker, workspace: string): StepLog {
  const [shown, annotations, commands, complaints]: [string[], RunnerAnnotation[], WorkflowCommand[], string[]] = [
    [],
    [],
    [],
    [],
  ];
  let stopToken: string | undefined;
  const show = (text: string): void => void shown.push(masker.mask(text));

  const obey = (command: WorkflowCommand): void => {
    commands.push(command);
    const level = levels.find((one) => one === command.name);
    if (level !== undefined) {
      const message = masker.mask(command.data).slice(0, longestMessage);
      show(`##[${level}]${message}`);
      const kept = annotations.filter((annotation) => annotation.level === level).length;
      if (kept < mostOfLevel)
        annotations.push({ level, message, ...placeOf(command.properties, { workspace, masker }) });
    } else if (command.name === "add-mask") {
      if (command.data.trim() === "")
        complaints.push("Can't add secret mask for empty string in ##[add-mask] command.");
      else masker.add(command.data);
    } else if (["set-env", "add-path", "set-output", "save-state", "add-matcher"].includes(command.name)) {
      complaints.push(`the command ${command.name} is disabled or deprecated`);
    }
  };

  return {
    shown,
    annotations,
    commands,
    complaints,
    line(text) {
      const command = commandIn(text, stopToken);
      if (command === undefined) return show(text);
      if (stopToken !== undefined) {
        if (command.name.toLowerCase() === stopToken.toLowerCase()) stopToken = undefined;
        return show(text);
      }
      if (command.name !== "stop-commands") return obey(command);
      if (command.data === "" || commandIn(`::${command.data}::`) !== undefined)
        return void complaints.push(`the word \`${command.data}\` must not stop commands`);
      stopToken = command.data;
      if (stopToken.length > 6) masker.add(stopToken);
      show(text);
    },
  };
}

/** Where an annotation stands, after what the runner drops of it. */
function placeOf(
  properties: Readonly<Record<string, string>>,
  { workspace, masker }: { readonly workspace: string; readonly masker: Masker },
): Partial<RunnerAnnotation> {
  const number = (name: string): number | undefined =>
    /^\d+$/.test(properties[name] ?? "") ? Number(properties[name]) : undefined;
  let [endLine, endColumn] = [number("endLine"), number("endColumn")];
  let line = number("line") ?? endLine;
  let col = number("col") ?? endColumn;
  if (line === undefined || (endLine !== undefined && line !== endLine)) [col, endColumn] = [undefined, undefined];
  if (line !== undefined && endLine !== undefined && endLine < line) [line, endLine] = [undefined, undefined];
  if (col !== undefined && endColumn !== undefined && endColumn < col) [col, endColumn] = [undefined, undefined];
  const { file: named, title } = properties;
  const near = named !== undefined && isAbsolute(named) ? relative(workspace, named) : named;
  const place = { title, file: near, line, endLine, col, endColumn };
  return Object.fromEntries(
    Object.entries(place)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, typeof value === "string" ? masker.mask(value) : value]),
  );
}
