// The yardstick: reads every rule file below a folder and parses it with `yaml` alone.
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";

const folder = process.argv[2] ?? ".";
let documents = 0;
for (const file of globSync("rules/**/*.yaml", { cwd: folder })) {
  for (const document of parseAllDocuments(readFileSync(join(folder, file), "utf8"))) {
    document.toJS();
    documents++;
  }
}
process.stdout.write(`${documents}\n`);
