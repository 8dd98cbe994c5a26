import type { Subject } from "../../core/plan/report.ts";
import type { ToldUpdate, UpdateReport } from "../../core/plan/update-report.ts";
import { lastChanged } from "../change-words.ts";
import { changedBy } from "../drift-words.ts";
import { count } from "../words.ts";
import { blocks, bullet, heading, lines, paragraph } from "./blocks.ts";
import { titleOf, type ChangeLook } from "./change-blocks.ts";
import { differenceBlocks } from "./difference-blocks.ts";
import { always, fit, type Section } from "./fit.ts";
import { seenInTitle } from "./foreign-text.ts";
import { leftOut, type MarkdownLook } from "./look.ts";
import { code, joined, link, strong, type Phrase } from "./phrase.ts";

/** What the text of the pull request needs besides what was written. */
export interface AdoptionLook extends MarkdownLook {
  /** The issue about the drift, where there is one. */
  readonly issue?: { readonly number: number; readonly url: string };
}

/** The title of the pull request that adopts. No number in it, so that it stays true while the pull request is open. */
export function adoptionTitle({ stack, environment }: Subject): string {
  return seenInTitle(`Keep what was changed in Azure by hand in ${stack}/${environment}`);
}

/** What the pull request keeps, by whom it was changed, and what it could not write. */
export function adoptionMarkdown({ subject, updated }: UpdateReport, look: AdoptionLook): string {
  const { resources = [], files = [] } = updated ?? {};
  const written = resources.filter(({ outcome }) => outcome === "updated");
  const rest = resources.filter(({ left }) => left.length > 0);
  // The lines are those of the files as they will be, which have no page yet.
  const changeLook: ChangeLook = { ...look, linkTo: () => undefined, severalGroups: true };
  const drift =
    look.issue === undefined ? [] : [" ", ...link(look.issue.url, "The drift issue"), " says what it is about."];
  const title = heading(3, [
    "Keep what was changed in Azure by hand in ",
    code(`${subject.stack}/${subject.environment}`),
  ]);
  if (written.length === 0) {
    const nothing = paragraph("✗ ", strong("No definition can be made to say what Azure says."), ...drift);
    return fit([always(blocks(title, nothing)), leftSection(rest, changeLook)], look.limit);
  }
  const what = `${count(written.length, "definition")} in ${count(files.length, "file")}`;
  return fit(
    [
      always(blocks(title, paragraph(strong(what), " will say what Azure says.", ...drift), paragraph(toMerge))),
      {
        head: heading(4, ["What is kept"]),
        items: written.map((one) => ({ text: keptOf(one, changeLook), short: paragraph(...titleOf(one, changeLook)) })),
        glue: "\n\n",
        cut: (left) => leftOut(left, "definition", look),
        share: 0.6,
      },
      leftSection(rest, changeLook),
      always(howToCheck),
    ],
    look.limit,
  );
}

const toMerge =
  "Merge it to keep what is below; nothing changes in Azure. Close it, and it is not asked again until Azure says something else. The branch is written anew when Azure does, until somebody else commits to it: then it is theirs.";

/** What was not written, with the way out. */
function leftSection(rest: readonly ToldUpdate[], look: ChangeLook): Section {
  const points = rest.flatMap((one) => {
    const { changed, outcome, left } = one;
    // Of what is kept in part it stands above.
    const author = changed === undefined || outcome === "updated" ? "" : `; ${changedBy(changed)}`;
    return left.map(({ path, because }) =>
      bullet(...titleOf(one, look), ": ", ...(path === undefined ? [] : [code(path), ": "]), because, author),
    );
  });
  return {
    ...(points.length === 0 ? {} : { head: `${heading(4, ["What is not in it"])}\n` }),
    items: points.map((text) => ({ text })),
    glue: "\n",
    cut: (left) => leftOut(left, "point", look),
    share: 0.2,
  };
}

function keptOf(one: ToldUpdate, look: ChangeLook): string {
  const { changed, differences, sources, at } = one;
  const author = changed === undefined ? undefined : lastChanged({ action: "update", changed });
  const places = sources.map((source): Phrase => [
    code(source.path),
    " at ",
    code(`${source.at.file}:${source.at.line}`),
  ]);
  return blocks(
    lines([titleOf(one, look), ...(author === undefined ? [] : [[author]])]),
    ...differenceBlocks(differences, { ...look, told: "plan", definition: at }),
    ...(places.length === 0 ? [] : [paragraph("Written as well: ", ...joined(places, ", "))]),
  );
}

// Since June 2026 GitHub makes runs for what a workflow's own token opens, and lets them wait for a person.
// https://docs.github.com/actions/concepts/security/github_token
const howToCheck = blocks(
  heading(4, ["Checks"]),
  paragraph(
    "Opened with the token of a workflow, this waits for somebody to approve its workflows, in the box with the button that merges. Where no such button is, as on an older GitHub Enterprise Server, close it and open it again. With the token of a GitHub App as ",
    code("github-token"),
    " they start by themselves.",
  ),
);
