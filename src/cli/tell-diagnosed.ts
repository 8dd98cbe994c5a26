import type { ValidateReport, WorkspaceReport } from "../core/plan/report.ts";
import { pathInRepository } from "../files.ts";
import { exitCodeOf } from "./exit-code.ts";
import type { Sources } from "./opened.ts";
import type { Session } from "./session.ts";
import { tell } from "./tell.ts";

/** Writes what `validate` found in any of its formats, and answers what the process is to return. */
export async function tellDiagnosed(
  report: ValidateReport | WorkspaceReport,
  session: Session,
  sources: Sources,
): Promise<number> {
  const { options, terminal, version } = session;
  switch (options.format) {
    case "text":
    case "json":
      return tell(report, session, sources);
    case "sarif": {
      const { renderSarif } = await import("../report/sarif.ts");
      const pathOf = (file: string): string => pathInRepository(file, terminal.folder);
      terminal.result(renderSarif(report, { version, pathOf, sourceOf: (file) => sources.get(file) }));
      return exitCodeOf(report);
    }
    case "github": {
      const { annotationsOf, renderCommands } = await import("../report/annotations.ts");
      const environments = report.command === "validate" ? report.environments.map(({ name }) => name) : [];
      terminal.result(renderCommands(annotationsOf(report.diagnostics, { environments })));
      return exitCodeOf(report);
    }
  }
}
