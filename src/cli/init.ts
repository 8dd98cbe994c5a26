import { basename, join, resolve } from "node:path";
import { init } from "../commands/init.ts";
import { writeNew, writeWhole } from "../files.ts";
import { kinds } from "../kinds/kinds.ts";
import { as, blank, fixed, print, prose } from "../report/print.ts";
import { exitCode } from "./exit-code.ts";
import type { Session } from "./session.ts";

/** `tocsin init`: nothing the author wrote is written over; the schemas for the editor are made anew. */
export async function runInit({ options, terminal }: Session): Promise<number> {
  const folder = resolve(terminal.folder, options.workspace ?? ".");
  const lines = [];
  let kept = false;
  const { written: first, made } = init({ folderName: basename(folder), kinds });
  for (const { path, text } of first) {
    const written = await writeNew(join(folder, path), text);
    lines.push(
      written
        ? prose(0, 2, as("good", "✓ wrote "), path)
        : prose(0, 2, as("bad", "× kept  "), `${path}: it is there already, and is not written over`),
    );
    kept ||= !written;
  }
  for (const { path, text } of made) {
    await writeWhole(join(folder, path), text);
    lines.push(prose(0, 2, as("good", "✓ wrote "), path));
  }
  lines.push(
    prose(2, 2, as("faint", "(the schemas are for your editor; `tocsin init` makes them anew after an update)")),
  );
  const next = kept
    ? []
    : [
        blank,
        prose(0, 2, "Next:"),
        fixed(
          2,
          as("strong", "tocsin validate"),
          "                    ",
          as("faint", "# nothing wrong yet; it stays so if your editor knows the schema"),
        ),
        fixed(
          2,
          as("strong", "tocsin show aks-node-cpu-high"),
          "      ",
          as("faint", "# the alert as it will be, and whom it pages"),
        ),
        fixed(
          2,
          as("strong", "tocsin plan"),
          "                        ",
          as("faint", "# after `az login`, and with your subscription in tocsin.yaml"),
        ),
      ];
  terminal.result(print([...lines, ...next], terminal));
  return kept ? exitCode.wrong : exitCode.fine;
}
