import { expect, test } from "vitest";
import { createProgram } from "../../src/cli/program.ts";

function helpOf(command: string | undefined): string {
  let told = "";
  const output = { writeOut: (text: string) => void (told += text), getOutHelpWidth: () => 100 };
  const program = createProgram(() => Promise.resolve(), { version: "1.2.3", output, styleTitle: (title) => title });
  const args = command === undefined ? ["--help"] : [command, "--help"];
  expect(() => program.parse(args, { from: "user" })).toThrow("(outputHelp)");
  return told;
}

test.each([undefined, "init", "doctor", "validate", "show", "plan", "apply", "drift", "import", "emulator"])(
  "the help of %s",
  async (command) => {
    await expect(helpOf(command)).toMatchFileSnapshot(`../golden/help/${command ?? "tocsin"}.txt`);
  },
);
