import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Diagnostic } from "../../src/core/diagnostic.ts";
import { diagnosticCodes, type DiagnosticCode } from "../../src/core/codes/diagnostic-codes.ts";
import { renderSarif, type SarifLook } from "../../src/report/sarif.ts";
import { runs } from "../support/runs.ts";

/*
 * No validator of the standard is at hand, so this holds what the standard (OASIS SARIF 2.1.0) and code scanning require
 * of what we write.
 */

const look: SarifLook = {
  version: "1.2.3",
  pathOf: (file) => file,
  sourceOf: (file) => (file === "rules/a.yaml" ? "one\n  two\nthree\n  two\n" : undefined),
  page: "https://github.com/company/tocsin/blob/v1/docs/diagnostics.md",
};

function complaint(line: number, given: Partial<Diagnostic> = {}): Diagnostic {
  const at = { file: "rules/a.yaml", line, column: 3 };
  return { code: "unknown-property", severity: "error", message: "`x` is not known here", at, ...given };
}

function sarif(diagnostics: readonly Diagnostic[], how: Partial<SarifLook> = {}) {
  const environments = ["production", "staging"].map((name) => ({ name, resources: 1 }));
  const report = { command: "validate", files: 1, definitions: 1, environments, diagnostics } as const;
  return JSON.parse(renderSarif(report, { ...look, ...how }));
}

test("a complaint is a result at its place, with the rule it breaks", () => {
  expect(sarif([complaint(2, { environments: ["staging"] })])).toEqual({
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "Tocsin",
            semanticVersion: "1.2.3",
            informationUri: look.page,
            rules: [
              {
                id: "unknown-property",
                name: "UnknownProperty",
                shortDescription: { text: diagnosticCodes["unknown-property"].means },
                fullDescription: { text: expect.stringContaining(diagnosticCodes["unknown-property"].instead) },
                help: { text: expect.stringContaining(diagnosticCodes["unknown-property"].instead) },
                helpUri: `${look.page}#unknown-property`,
                defaultConfiguration: { level: "error" },
              },
            ],
          },
        },
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { "%SRCROOT%": { description: { text: "the root of the repository" } } },
        results: [
          {
            ruleId: "unknown-property",
            ruleIndex: 0,
            level: "error",
            message: { text: "`x` is not known here, in staging" },
            locations: [
              {
                physicalLocation: {
                  artifactLocation: { uri: "rules/a.yaml", uriBaseId: "%SRCROOT%" },
                  region: { startLine: 2, startColumn: 3 },
                },
              },
            ],
            partialFingerprints: { primaryLocationLineHash: expect.stringMatching(/^[0-9a-f]{16}:1$/) },
          },
        ],
      },
    ],
  });
});

describe("fingerprints", () => {
  const prints = (diagnostics: readonly Diagnostic[], how: Partial<SarifLook> = {}): readonly string[] =>
    sarif(diagnostics, how).runs[0].results.map(
      ({ partialFingerprints }: { partialFingerprints: { primaryLocationLineHash: string } }) =>
        partialFingerprints.primaryLocationLineHash,
    );

  test("stay when the line moves, and differ for another code, line or file", () => {
    const moved = { sourceOf: () => "new\n\n\n    two\n" };
    const [here] = prints([complaint(2)]);
    expect(prints([complaint(4)], moved)).toEqual([here]);
    const others = [
      complaint(3),
      complaint(2, { code: "wrong-type" }),
      complaint(2, { at: { file: "b.yaml", line: 2, column: 3 } }),
    ];
    expect(new Set([here, ...prints(others)]).size).toBe(4);
  });

  test("of two that are alike are numbered", () => {
    const [first = "", second = ""] = prints([complaint(2), complaint(4)]);
    expect([first.slice(-2), second.slice(-2)]).toEqual([":1", ":2"]);
    expect(first.slice(0, -2)).toBe(second.slice(0, -2));
  });
});

test("no text is a link", () => {
  const [run] = sarif([complaint(1, { message: "`[here](https://evil.example)` is not known" })]).runs;
  expect(run.results[0].message.text).toBe("`[here] (https://evil.example)` is not known");
});

test("without an address nothing is said of pages", () => {
  const [run] = sarif([complaint(1)], { page: undefined }).runs;
  expect(run.tool.driver).not.toHaveProperty("informationUri");
  expect(run.tool.driver.rules[0]).not.toHaveProperty("helpUri");
});

test("of more results than code scanning shows the worst are kept", () => {
  const many = Array.from({ length: 5000 }, () => complaint(1, { severity: "warning" }));
  const [run] = sarif([...many, complaint(3)]).runs;
  expect(run.results).toHaveLength(5000);
  expect(run.results[0].level).toBe("error");
});

test("a name on the command line has no line", () => {
  const [run] = sarif([complaint(1, { code: "unknown-name" })]).runs;
  expect(run.results[0].locations[0].physicalLocation).not.toHaveProperty("region");
});

test("whatever a file is called and a message says, it is what the standard asks for", () => {
  // Sound because `diagnosticCodes` has exactly the codes as keys.
  const codes = Object.keys(diagnosticCodes) as DiagnosticCode[];
  const any = fc
    .record({
      code: fc.constantFrom(...codes),
      severity: fc.constantFrom("error" as const, "warning" as const),
      message: fc.string({ minLength: 1, unit: "binary" }),
      file: fc.string({ minLength: 1, unit: "binary" }),
      line: fc.integer({ min: 1, max: 9 }),
    })
    .map(({ file, line, ...rest }): Diagnostic => ({ ...rest, at: { file, line, column: 1 } }));
  fc.assert(
    fc.property(fc.array(any, { maxLength: 8 }), (diagnostics) => {
      const [run] = sarif(diagnostics).runs;
      const { rules } = run.tool.driver;
      expect(new Set(rules.map(({ id }: { id: string }) => id)).size).toBe(rules.length);
      for (const { ruleId, ruleIndex, message, locations } of run.results) {
        expect(rules[ruleIndex].id).toBe(ruleId);
        expect(message.text).not.toMatch(/\]\(/);
        const { uri } = locations[0].physicalLocation.artifactLocation;
        // A relative reference: no scheme, no host, nothing that a URI cannot hold.
        expect(uri).toMatch(/^(?!\/\/)[\w.!~*'()%/-]+$/);
        expect(() => decodeURIComponent(uri)).not.toThrow();
      }
    }),
    runs(100),
  );
});
