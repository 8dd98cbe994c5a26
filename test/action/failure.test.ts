import fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
import { tellFailure } from "../../src/action/failure.ts";
import { openRunner } from "../../src/action/runner.ts";
import { tellFailure as tellOnTerminal } from "../../src/cli/failure.ts";
import { knownSecrets } from "../../src/cli/known-secrets.ts";
import { UsageError } from "../../src/cli/usage-error.ts";
import { AzureError } from "../../src/ports/azure.ts";
import { HostError } from "../../src/ports/pull-request-host.ts";
import { plain } from "../../src/report/print.ts";
import { runs } from "../support/runs.ts";
import { canary, leaksIn, spellings } from "./canaries.ts";
import { createMasker } from "./masker.ts";
import { createStepLog } from "./step-log.ts";

/* Why there is no result may hold a secret as well as any result: in Azure's words, in GitHub's, in a path, in a stack. */

const thrown: Readonly<Record<string, (text: string) => unknown>> = {
  "a refusal of Azure's": (text) =>
    new AzureError(`cannot list alerts: ${text}`, { reason: "forbidden", tried: `GET /${text}`, code: text }),
  "a refusal of GitHub's": (text) =>
    new HostError(`no: ${text}`, { reason: "forbidden", tried: `GET /${text}`, permission: text }),
  "wrong usage": (text) => new UsageError(`there is no \`${text}\``),
  "a refusal of the system's": (text) => Object.assign(new Error(`EACCES: ${text}`), { code: "EACCES" }),
  "a bug of ours": (text) => new Error(`a ${text} b`, { cause: new Error(text) }),
  "what is no error": (text) => text,
};

afterEach(() => vi.restoreAllMocks());

test.each(Object.entries(thrown))("no secret is in what is told of %s, however it is spelled", (_name, make) => {
  fc.assert(
    fc.property(canary, fc.constantFrom(...Object.values(spellings)), (secret, spell) => {
      const error = make(spell(secret));
      let shown: readonly string[] = [];
      const step = stepThat((runner) => {
        runner.mask(secret);
        const { told, headline } = tellFailure(error, runner);
        const { message, tried = "", facts, todo, trace = "" } = told;
        shown = [headline, message, tried, ...facts.flat(), todo, trace];
      });
      // What comments and summaries are made of must not need to be looked through once more.
      expect(leaksIn(new Map([...step, ["told", shown.join("\n")]]), [secret])).toEqual([]);

      let told = "";
      const known = knownSecrets();
      known.onSecret(secret);
      tellOnTerminal(error, { note: (text) => void (told += text), notePaint: plain, columns: 40 }, known);
      expect(told).not.toBe("");
      expect(leaksIn(new Map([["terminal", told]]), [secret])).toEqual([]);
    }),
    runs(40),
  );
});

/** The log and the annotations of a step. */
function stepThat(does: (runner: ReturnType<typeof openRunner>) => void): ReadonlyMap<string, string> {
  let text = "";
  const write = (written: string): void => void (text += written);
  const stdout = vi.spyOn(process.stdout, "write").mockImplementation((written) => {
    write(String(written));
    return true;
  });
  does(openRunner({ write, hasSummary: false }));
  stdout.mockRestore();
  const log = createStepLog(createMasker(), "/checkout");
  for (const line of text.split(/\r\n|\n|\r/)) log.line(line);
  expect(log.annotations).toHaveLength(1);
  return new Map([
    ["log", text.replaceAll(/^::add-mask::.*$/gm, "")],
    ["annotations", log.annotations.map(({ message }) => message).join("\n")],
  ]);
}
