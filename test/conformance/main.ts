import { corpusFolder, NoRecordings, readRecordings } from "./recordings.ts";
import { excuses } from "./excuses.ts";
import { tableOf } from "./table.ts";
import { judge, passes } from "./verdict.ts";

/** `npm run conformance [-- FOLDER]`: holds kinds and emulator to recorded traffic; exit code 1 where they do not hold. */
const folder = corpusFolder(process.argv[2] ?? process.env["TOCSIN_CORPUS"]);
if (folder === undefined) {
  process.stderr.write(
    "There are no recordings at ../shared/corpus: name their folder, `npm run conformance -- FOLDER`, or set TOCSIN_CORPUS.\n",
  );
  process.exitCode = 1;
} else {
  try {
    const verdict = await judge(readRecordings(folder), excuses);
    process.stdout.write(tableOf(verdict));
    process.exitCode = passes(verdict) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof NoRecordings)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
