import type { ShowListReport, ShowReport } from "../core/plan/report.ts";
import { titleSpans, withSecrets } from "./change-lines.ts";
import { countLines, diagnosticLines } from "./diagnostic-lines.ts";
import { pagingOf, processLines } from "./paging-lines.ts";
import { apart, as, blank, fixed, pad, prose, type Line, type Span } from "./print.ts";
import type { TextLook } from "./text.ts";
import { memberLines, textLines, valueLines } from "./value-lines.ts";
import { widthOf } from "./visible.ts";
import { count, place } from "./words.ts";

/** Every definition, by kind and name, with where it lives and where it is written. */
export function showListLines({ resources, retired, diagnostics }: ShowListReport, look: TextLook): readonly Line[] {
  const kinds = widest(resources.map(({ kind }) => kind));
  const names = widest(resources.map(({ name }) => name));
  const where = widest(resources.map(({ environments }) => environments.join(", ")));
  const rows = resources.map(({ kind, name, environments, at }) =>
    fixed(
      0,
      `${pad(kind, kinds)}  `,
      as("strong", pad(name, names)),
      `  ${pad(environments.join(", "), where)}  `,
      place(at),
    ),
  );
  const wrong = diagnosticLines(diagnostics, look);
  const last = countLines(diagnostics);
  const gone = retired.map((environment) => `; ${environment} is retired`).join("");
  return apart(rows, [prose(0, 2, as("faint", `${count(resources.length, "resource")}${gone}`))], wrong, last);
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map(widthOf));
}

type Shown = ShowReport["shown"][number];

/** One definition as it is in each environment: every setting with who says it, whom it pages, and the ARM body. */
export function showLines({ shown, diagnostics }: ShowReport, look: TextLook): readonly Line[] {
  const wrong = diagnosticLines(diagnostics, look);
  const last = countLines(diagnostics);
  const each = shown.flatMap((one, index) => [...(index === 0 ? [] : [blank, blank]), ...showOne(one, look)]);
  return apart(each, wrong, last);
}

function showOne(shown: Shown, look: TextLook): readonly Line[] {
  const { subject, at, id, tags, paging, processes } = shown;
  return apart(
    [
      prose(
        0,
        2,
        ...titleSpans(shown),
        " in ",
        as("strong", `${subject.stack}/${subject.environment}`),
        "  ",
        place(at),
      ),
      fixed(0, as("faint", id)),
    ],
    [title("Settings"), ...settingLines(shown, look)],
    Object.keys(tags).length === 0 ? [] : [title("Tags"), ...indented(memberLines(tags, look.columns - 2))],
    processes === undefined
      ? [title("Who is paged"), ...pagingOf(paging, shown.name)]
      : [title("What it does to alerts"), ...processLines(processes)],
    [title("ARM body"), ...indented(JSON.stringify(shown.body, undefined, 2).split("\n"))],
  );
}

function title(text: string): Line {
  return prose(0, 2, as("strong", text));
}

function indented(lines: readonly string[]): readonly Line[] {
  return lines.map((line) => fixed(2, ...withSecrets(line)));
}

const widestPath = 44;
const widestValue = 48;

/** A line for each setting: the value, which layer says it, and where; what is long stands below. */
function settingLines({ settings, at }: Shown, { columns }: TextLook): readonly Line[] {
  const rows = settings.map((setting) => {
    const text = typeof setting.value === "string" && setting.value.includes("\n");
    const lines = text ? textLines(setting.value) : valueLines(setting.value, columns - 6);
    const [first = ""] = lines;
    const short = !text && lines.length === 1 && widthOf(first) <= widestValue;
    return { ...setting, first: short ? first : "", below: short ? [] : lines };
  });
  const paths = Math.min(widestPath, widest(rows.map(({ path }) => path)));
  const values = widest(rows.map(({ first }) => first));
  return rows.flatMap(({ path, first, below, layer, at: from }) => [
    fixed(
      2,
      pad(path, paths),
      "  ",
      ...withSecrets(pad(first, values)),
      "  ",
      ...sayer(layer, from.file === at.file, from),
    ),
    ...below.map((line) => fixed(6, ...withSecrets(line.replaceAll("\t", "    ")))),
  ]);
}

function sayer(layer: string, sameFile: boolean, at: Shown["at"]): readonly Span[] {
  if (layer === "default") return [as("faint", "default")];
  const where = sameFile ? as("faint", `line ${at.line}`) : place(at);
  return layer === "spec" ? [where] : [where, as("faint", `, ${layer}`)];
}
