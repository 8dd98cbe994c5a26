import { expect, test } from "vitest";
import { tellProgress } from "../../src/cli/progress.ts";
import type { Session } from "../../src/cli/session.ts";
import { terminalOf } from "./tocsin.ts";

/** What a log says of an apply of sixty, of which so many were applied before it was stopped. */
function logOf(applied: number): string {
  let log = "";
  const terminal = { ...terminalOf("."), note: (text: string) => void (log += text) };
  // Sound because telling the progress looks at nothing else of a session.
  const { onProgress } = tellProgress({ terminal } as Session);
  for (let done = 1; done <= 60; done++) {
    const title = {
      action: "create",
      kind: "MetricAlert",
      name: `cpu-${done}`,
      resourceGroup: "rg",
      id: `/${done}`,
    } as const;
    onProgress({ begun: title, done: done - 1, of: 60 });
    onProgress({ result: { outcome: done <= applied ? "applied" : "skipped", ...title }, done, of: 60 });
  }
  return log;
}

test("a log says now and then how far it is", () => {
  expect(logOf(60)).toBe("applying 60 changes\n25 of 60 done\n50 of 60 done\n");
});

test("what was left out after a stop is not told as done", () => {
  expect(logOf(30)).toBe("applying 60 changes\n25 of 60 done\n");
});
