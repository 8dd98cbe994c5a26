import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import { openRunner, type OpenedRunner } from "../../src/action/runner.ts";
import { visible } from "../../src/report/visible.ts";
import { folderWith, rules, workspace } from "../cli/tocsin.ts";
import { runs } from "../support/runs.ts";
import { pullRequestEvent } from "./events.ts";
import { createMasker } from "./masker.ts";
import { runAction } from "./runner.ts";
import { createStepLog, type StepLog } from "./step-log.ts";

/*
 * Texts of rules, of files' names and of Azure reach the runner by its log and by annotations. None of them may be obeyed,
 * and what the runner is told must not be lost on the way.
 */

const commands = [
  "::error::planted",
  "::error file=a,line=1::planted",
  "##[error]planted",
  "##[add-mask]planted",
  "::add-mask::planted",
  "::set-output name=x::planted",
  "::set-env name=PATH::planted",
  "::stop-commands::planted",
  "::planted::",
  "::echo::on",
  "##[group]planted",
  "%0A::error::planted",
] as const;
const between = ["\n", "\r", "\r\n", " ", "\t", "\u0085", "\u2028", "x", ":", "#", "%0A", "`", ""] as const;
const hostile = fc
  .array(fc.oneof(fc.constantFrom<string>(...commands, ...between), fc.string({ maxLength: 8 })), { maxLength: 12 })
  .map((parts) => parts.join(""));

/** What the runner makes of what our side of it writes. */
function told(tell: (runner: OpenedRunner) => void, secrets: readonly string[] = []): { log: StepLog; text: string } {
  let text = "";
  const write = (written: string): void => void (text += written);
  const stdout = vi.spyOn(process.stdout, "write").mockImplementation((written) => {
    write(String(written));
    return true;
  });
  try {
    const runner = openRunner({ write, hasSummary: false });
    for (const secret of secrets) runner.mask(secret);
    tell(runner);
  } finally {
    stdout.mockRestore();
  }
  const log = createStepLog(createMasker(), "/checkout");
  for (const line of text.split(/\r\n|\n|\r/)) log.line(line);
  return { log, text };
}

afterEach(() => vi.restoreAllMocks());

test("no text of the log is obeyed, and what comes after it still is", () => {
  fc.assert(
    fc.property(hostile, hostile, (first, second) => {
      const { log } = told((runner) => {
        runner.log(first);
        runner.annotate({ level: "notice", message: "between" });
        runner.log(second);
        runner.annotate({ level: "notice", message: "after" });
      });
      expect(log.commands.map(({ name, data }) => [name, data])).toEqual([
        ["notice", "between"],
        ["notice", "after"],
      ]);
      expect(log.complaints).toEqual([]);
    }),
    runs(500),
  );
});

/** A text whose lines say what would act on their reader. */
const shown = (text: string): string => text.split("\n").map(visible).join("\n");

test("a text of the log is told whole, and what would act on its reader is written out", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const { text: written } = told((runner) => runner.log(text));
      expect(written).toContain(shown(text).replaceAll("##[", "# #["));
      expect(shown(written)).toBe(written);
    }),
    runs(200),
  );
});

test("an annotation is one command, whatever stands in it, and says what it was told", () => {
  fc.assert(
    fc.property(hostile, hostile, hostile, (message, title, file) => {
      const at = { file: `f${file}`, line: 3, column: 4 };
      const { log } = told((runner) => runner.annotate({ level: "warning", message, title: `t${title}`, at }));
      expect(log.commands).toHaveLength(1);
      expect(log.commands[0]).toMatchObject({ name: "warning", data: shown(message) });
      const [heading, name] = [visible(`t${title}`), visible(`f${file}`)];
      expect(log.commands[0]?.properties).toEqual({ title: heading, file: name, line: "3", col: "4" });
    }),
    runs(300),
  );
});

test("a message is cut where GitHub would cut it, and no letter in two", () => {
  const { log } = told((runner) => runner.annotate({ level: "error", message: `${"x".repeat(4094)}😀😀` }));
  expect(log.annotations[0]?.message).toBe(`${"x".repeat(4094)}…`);
});

describe("secrets", () => {
  const secret = fc
    .tuple(fc.string({ minLength: 8, maxLength: 20, unit: "grapheme" }), fc.constantFrom("", "\n", '"', "/", "%", " "))
    .map(([text, sign]) => `c4n${text}${sign}4ry-${text}`)
    .filter((text) => text.isWellFormed());

  test("a secret is in nothing that goes out, however it is spelled, but in the word to the runner that masks it", () => {
    fc.assert(
      fc.property(secret, hostile, (hidden, around) => {
        const spelled = [hidden, JSON.stringify(hidden), encodeURIComponent(hidden)].join(around);
        const { text } = told(
          (runner) => {
            runner.log(spelled);
            runner.annotate({
              level: "error",
              message: spelled,
              title: spelled,
              at: { file: spelled, line: 1, column: 1 },
            });
          },
          [hidden],
        );
        const said = text.replaceAll(/^::add-mask::.*$/gm, "");
        for (const spelling of [hidden, JSON.stringify(hidden).slice(1, -1), encodeURIComponent(hidden)])
          expect(said).not.toContain(spelling);
      }),
      runs(200),
    );
  });

  test("each line of a secret is one", () => {
    const { text } = told((runner) => runner.log("it says second-line-of-it\n"), ["first-line\nsecond-line-of-it"]);
    expect(text).toContain("it says ***\n");
  });

  test("a sign or two are no secret: nothing would be left to read", () => {
    const { text } = told((runner) => runner.log("as it is\n"), ["as"]);
    expect(text).toBe("as it is\n");
  });
});

describe("as a step", () => {
  const evil = "::error::planted%0A##[add-mask]planted";
  const files = {
    "tocsin.yaml": workspace,
    "rules/a.yaml": `${rules}---\nkind: ActionGroup\nname: "x\\n::error::planted\\n##[error]planted"\nspec: { "::warning::planted": "##[warning]planted" }\n---\nkind: "${evil}"\nname: y\n`,
    "rules/##[error]planted.yaml": "kind: ::add-mask::planted\n",
    "rules/::notice::planted.yaml": "::stop-commands::planted\n",
  };

  test("a pull request full of commands is told, and none of them is obeyed", async () => {
    const end = await runAction({
      workspace: folderWith(files),
      inputs: { command: "validate" },
      event: pullRequestEvent("fork"),
    });
    expect(end).toMatchObject({ code: 1, complaints: [] });
    expect(new Set(end.commands.map(({ name }) => name))).toEqual(new Set(["add-mask", "error"]));
    expect(end.masked).not.toContain("planted");
    expect(end.commands.filter(({ name, data }) => name === "error" && data.trim() === "planted")).toEqual([]);
    expect(end.annotations.length).toBeGreaterThan(3);
    expect(Object.keys(end.outputs)).toEqual(["sarif-file", "report-file", "outcome"]);
    expect(end.raw.env).toBe("");
  });
});
