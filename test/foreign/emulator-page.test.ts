import { cpSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { parseFault } from "../../src/emulator/arm/parse-fault.ts";
import { folderWith } from "../cli/tocsin.ts";
import { freePort } from "../support/free-port.ts";
import { machine } from "../support/machine.ts";
import { azureCliIsAbsent, patience, pythonIsAbsent, pythonWithModules, toldAbsent } from "./support/clients.ts";
import { ran } from "./support/shell.ts";

const root = resolve(import.meta.dirname, "../..");
const page = readFileSync(join(root, "docs/emulator.md"), "utf8");
const blocks = [...page.matchAll(/^```(\w+)\n([^]*?)^```$/gm)].map(([, language = "", text = ""]) => ({
  language,
  text,
}));

/** The page's addresses, at ports that are free now. */
async function moved(text: string): Promise<string> {
  const free = new Map<string, number>();
  for (const port of ["8080", "8443", "8081"]) free.set(port, await freePort([...free.values()]));
  return text.replaceAll(/\b(?:8080|8443|8081)\b/g, (port) => String(free.get(port)));
}

/** A folder as the page's reader has it: definitions, `tocsin` on the path, and the modules for JavaScript. */
function workspace(): string {
  const program = join(root, "src/cli/main.ts");
  // Emulators are started in the background: the script has to know them to end them.
  const noted = `case $1 in emulator) echo $$ >> emulators;; esac`;
  const folder = folderWith({ "bin/tocsin": `#!/bin/sh\n${noted}\nexec '${process.execPath}' '${program}' "$@"\n` });
  cpSync(join(root, "tocsin.yaml"), join(folder, "tocsin.yaml"));
  cpSync(join(root, "rules"), join(folder, "rules"), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  return folder;
}

describe("docs/emulator.md", { timeout: patience }, () => {
  test("is right from top to bottom, run in one shell", async () => {
    const [noAz, noPython] = [azureCliIsAbsent, pythonIsAbsent].map(toldAbsent);
    const folder = workspace();
    const lines = blocks.map(({ language, text }, index) => {
      const over = `echo "block ${index} is over"\n`;
      if (language === "sh") return noAz === true && /^az /m.test(text) ? over : text + over;
      if (language === "python" && noPython === true) return over;
      const [program, file] =
        language === "python" ? [pythonWithModules, `${index}.py`] : [process.execPath, `${index}.mjs`];
      writeFileSync(join(folder, file), text);
      return `'${program}' ${file}\n${over}`;
    });
    const text = `set -e\nchmod +x bin/tocsin\nPATH=$PWD/bin:$PATH\ntrap 'kill $(cat emulators)' EXIT\n${lines.join("")}`;
    writeFileSync(join(folder, "page.sh"), await moved(text));
    const env = { ...machine, SLACK_WEBHOOK_URL: "https://hooks.slack.example/services/demo" };
    const { code, out, err } = await ran("sh", ["page.sh"], { env, folder });
    expect({ code, err: code === 0 ? "" : err }).toEqual({ code: 0, err: "" });
    expect(out).toContain(`block ${blocks.length - 1} is over`);
    expect(out).toMatch(/^aks-node-cpu-high \d$/m);
    expect(out.match(/nothing to do/g)?.length).toBeGreaterThanOrEqual(2);
    if (noAz !== true) expect(out).toContain("drift is exit code 2");
  });

  test("shows faults that there are", () => {
    const specs = [...page.matchAll(/--fault '([^']+)'/g)].map(([, spec = ""]) => spec);
    expect(specs.length).toBeGreaterThan(2);
    for (const spec of specs) expect(() => parseFault(spec)).not.toThrow();
  });
});
