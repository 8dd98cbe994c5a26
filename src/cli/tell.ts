import type { Report } from "../core/plan/report.ts";
import { pathInRepository } from "../files.ts";
import { renderJson } from "../report/json.ts";
import { renderText } from "../report/text.ts";
import { exitCodeOf } from "./exit-code.ts";
import type { Sources } from "./opened.ts";
import { scrubbed, scrubbedSources } from "./scrubbed.ts";
import type { Session } from "./session.ts";

/** Writes a report to standard output, free of secrets, in the format asked for, and answers what the process is to return. */
export async function tell(report: Report, session: Session, sources: Sources): Promise<number> {
  const { scrub } = session;
  const { diagnostics } = report;
  session.terminal.result(
    await told(scrubbed(report, scrub), session, scrubbedSources(sources, { diagnostics, scrub })),
  );
  return exitCodeOf(report);
}

/** What few ask for is loaded for them alone. */
async function told(report: Report, session: Session, sources: Sources): Promise<string> {
  const { options, terminal, version } = session;
  const sourceOf = (file: string): string | undefined => sources.get(file);
  switch (options.format) {
    case "text":
      return textOf(report, session, sources);
    case "json":
      return renderJson(report);
    case "markdown": {
      const { renderMarkdown } = await import("../report/markdown/markdown.ts");
      return `${renderMarkdown(report, { linkTo: () => undefined, limit: Number.POSITIVE_INFINITY, sourceOf })}\n`;
    }
    case "sarif": {
      const { renderSarif } = await import("../report/sarif.ts");
      const pathOf = (file: string): string => pathInRepository(file, terminal.folder);
      return renderSarif(report, { version, pathOf, sourceOf });
    }
    case "github": {
      const { annotationsOf, renderCommands } = await import("../report/annotations.ts");
      const environments = report.command === "validate" ? report.environments.map(({ name }) => name) : [];
      return renderCommands(annotationsOf(report.diagnostics, { environments }));
    }
  }
}

/** A report as text in the colours of standard output. */
export function textOf(report: Report, { options, terminal }: Session, sources: Sources): string {
  const { paint, columns } = terminal;
  return renderText(report, {
    paint,
    columns,
    verbose: options.verbose === true,
    sourceOf: (file) => sources.get(file),
  });
}
