import { basename, join, resolve } from "node:path";
import { init } from "../commands/init.ts";
import { isThere, workspaceName, writeNew, writeWhole } from "../files.ts";
import { kinds } from "../kinds/kinds.ts";
import { as, blank, fixed, print, prose } from "../report/print.ts";
import { exitCode } from "./exit-code.ts";
import type { Session } from "./session.ts";

/** `tocsin init`: nothing the author wrote is written over; the schemas for the editor are made anew. */
export async function runInit({ options, terminal }: Session): Promise<number> {
  const folder = resolve(terminal.folder, options.workspace ?? ".");
  const lines = [];
  const { written: first, made } = init({ folderName: basename(folder), kinds });
  const begun = isThere(join(folder, workspaceName));
  // Where there is a workspace, its rules are there too: only what is the editor's is made anew.
  for (const { path, text } of begun ? [] : first) {
    const written = await writeNew(join(folder, path), text);
    lines.push(prose(0, 2, written ? as("good", "✓ wrote ") : as("faint", "· kept  "), path));
  }
  if (begun) lines.push(prose(0, 2, as("faint", "· kept  "), `${workspaceName}, and the rules it has`));
  for (const { path, text } of made) {
    await writeWhole(join(folder, path), text);
    lines.push(prose(0, 2, as("good", "✓ wrote "), path));
  }
  lines.push(
    prose(2, 2, as("faint", "(the schemas are for your editor; `tocsin init` makes them anew after an update)")),
  );
  const next = begun
    ? []
    : [
        blank,
        prose(0, 2, "Next:"),
        ...steps.map(([command, means]) =>
          fixed(2, as("strong", command), " ".repeat(33 - command.length), as("faint", `# ${means}`)),
        ),
      ];
  terminal.result(print([...lines, ...next], terminal));
  return exitCode.fine;
}

const steps = [
  ["tocsin validate", "nothing wrong yet; it stays so if your editor knows the schema"],
  ["tocsin show aks-node-cpu-high", "the alert as it will be, and whom it pages"],
  ["tocsin plan", "after `az login`, and with your subscription in tocsin.yaml"],
  ["tocsin import --dry-run", "the alerts you have already, as definitions; nothing is written"],
] as const;
