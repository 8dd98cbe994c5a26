import fc from "fast-check";
import { expect, test } from "vitest";
import type { Diagnostic } from "../../src/core/diagnostic.ts";
import { annotationsOf, renderCommands, type Annotation } from "../../src/report/annotations.ts";
import { commandIn } from "../action/workflow-commands.ts";
import { runs } from "../support/runs.ts";

function complaint(given: Partial<Diagnostic>): Diagnostic {
  const at = { file: "rules/a.yaml", line: 2, column: 3 };
  return { code: "wrong-type", severity: "error", message: "no number", at, ...given };
}

test("errors come first, for GitHub shows few", () => {
  const annotations = annotationsOf([
    complaint({ severity: "warning", message: "w" }),
    complaint({ message: "first" }),
    complaint({ message: "second" }),
  ]);
  expect(annotations.map(({ message }) => message)).toEqual(["first", "second", "w"]);
});

test("an environment is named where it is not all of them, and nothing acts on a terminal", () => {
  const all = ["production", "staging"];
  const [some, every] = annotationsOf(
    [complaint({ environments: ["staging"], message: "\u001b[2Jx" }), complaint({ environments: all })],
    { environments: all },
  );
  expect(some?.message).toBe("␛[2Jx, in staging");
  expect(every?.message).toBe("no number");
});

test("a name on the command line has no place", () => {
  expect(annotationsOf([complaint({ code: "unknown-name" })])[0]).not.toHaveProperty("at");
});

test("as commands they are what the runner reads back", () => {
  const text = fc.string({ unit: "binary", maxLength: 30 }).map((letters) => `x${letters}`);
  const annotation = fc.record({
    level: fc.constantFrom("error" as const, "warning" as const, "notice" as const),
    title: text,
    message: text,
    at: fc.record({ file: text, line: fc.integer({ min: 1 }), column: fc.integer({ min: 1 }) }),
  });
  fc.assert(
    fc.property(fc.array(annotation, { maxLength: 4 }), (annotations: readonly Annotation[]) => {
      const lines = renderCommands(annotations).split("\n").slice(0, -1);
      expect(lines.map((line) => commandIn(line))).toEqual(
        annotations.map(({ level, title, message, at }) => ({
          name: level,
          data: message,
          properties: { title, file: at?.file, line: String(at?.line), col: String(at?.column) },
        })),
      );
    }),
    runs(200),
  );
});
