import { basename, join, resolve } from "node:path";
import { init } from "../commands/init.ts";
import { isThere, workspaceName, writeNew, writeWhole } from "../files.ts";
import { kinds } from "../kinds/kinds.ts";
import { as, blank, fixed, print, prose, type Line } from "../report/print.ts";
import { exitCode } from "./exit-code.ts";
import { writeForGithub } from "./init-github.ts";
import type { Session } from "./session.ts";

/** `tocsin init`: nothing the author wrote is written over; the schemas for the editor are made anew. */
export async function runInit({ options, terminal }: Session): Promise<number> {
  const folder = resolve(terminal.folder, options.workspace ?? ".");
  const lines: Line[] = [];
  const { written: first, made } = init({ folderName: basename(folder), kinds });
  const begun = isThere(join(folder, workspaceName));
  // Where there is a workspace, its rules are there too: only what is the editor's is made anew.
  for (const { path, text } of begun ? [] : first) {
    const written = await writeNew(join(folder, path), text);
    lines.push(written ? wrote(path) : kept(path));
  }
  if (begun) lines.push(kept(`${workspaceName}, and the rules it has`));
  const github = await writeForGithub(folder, terminal.env);
  lines.push(...github.written.map(wrote), ...github.kept.map(kept));
  if (github.because !== undefined) lines.push(prose(0, 2, as("caution", "· "), github.because));
  for (const { path, text } of made) {
    await writeWhole(join(folder, path), text);
    lines.push(wrote(path));
  }
  lines.push(
    prose(2, 2, as("faint", "(the schemas are for your editor; `tocsin init` makes them anew after an update)")),
  );
  if (!begun) lines.push(blank, prose(0, 2, "Next:"), ...commands());
  if (github.next.length > 0)
    lines.push(blank, prose(0, 2, "Then, in GitHub (docs/workflows.md has each step):"), ...steps(github.next));
  terminal.result(print(lines, terminal));
  return exitCode.fine;
}

const firstSteps = [
  ["tocsin validate", "nothing wrong yet; it stays so if your editor knows the schema"],
  ["tocsin show aks-node-cpu-high", "the alert as it will be, and whom it pages"],
  ["tocsin plan", "after `az login`, and with your subscription in tocsin.yaml"],
  ["tocsin import --dry-run", "the alerts you have already, as definitions; nothing is written"],
] as const;

function commands(): readonly Line[] {
  return firstSteps.map(([command, means]) =>
    fixed(2, as("strong", command), " ".repeat(33 - command.length), as("faint", `# ${means}`)),
  );
}

function steps(texts: readonly string[]): readonly Line[] {
  return texts.map((text, index) => prose(2, 3, `${index + 1}. ${text}`));
}

function wrote(path: string): Line {
  return prose(0, 2, as("good", "✓ wrote "), path);
}

function kept(path: string): Line {
  return prose(0, 2, as("faint", "· kept  "), path);
}
