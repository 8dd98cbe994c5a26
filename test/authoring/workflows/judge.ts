import { validate } from "@actions/languageservice";
import { factsOfActions, factsOfOurs } from "./facts-of-actions.ts";

/** One finding of GitHub's own language service. */
export interface Finding {
  readonly line: number;
  readonly message: string;
}

let documents = 0;

/** What GitHub's own language service says of a workflow, or of an `action.yml`. */
export async function judge(text: string, kind: "workflow" | "action" = "workflow"): Promise<readonly Finding[]> {
  // It remembers what it read by address, and tells by the address what it reads.
  const place = `file:///${++documents}`;
  const uri = kind === "action" ? `${place}/action.yml` : `${place}/.github/workflows/workflow.yml`;
  const found = await validate(documentOf(uri, text), {
    actionsMetadataProvider: { fetchActionMetadata: ({ owner, name }) => Promise.resolve(metadataOf(owner, name)) },
  });
  return found.map(({ range, message }) => ({
    line: range.start.line + 1,
    message: typeof message === "string" ? message : message.value,
  }));
}

type Metadata = NonNullable<Awaited<ReturnType<Provider["fetchActionMetadata"]>>>;
type Provider = NonNullable<NonNullable<Parameters<typeof validate>[1]>["actionsMetadataProvider"]>;

/** What an action takes; nothing for one that nobody here knows, which is then a finding. */
function metadataOf(owner: string, name: string): Metadata | undefined {
  const facts = name === "tocsin" ? factsOfOurs : factsOfActions[`${owner}/${name}`];
  if (facts === undefined) return undefined;
  const described = (names: readonly string[]): Record<string, { description: string }> =>
    Object.fromEntries(names.map((one) => [one, { description: one }]));
  return { name, description: name, inputs: described(facts.inputs), outputs: described(facts.outputs) };
}

type Document = Parameters<typeof validate>[0];

/** A text as the language service wants it; nothing here is ever edited. */
function documentOf(uri: string, text: string): Document {
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  const offsetAt: Document["offsetAt"] = ({ line, character }) => (starts[line] ?? text.length) + character;
  const document: Omit<Document, "getLineRange" | "getEOLCharacters"> = {
    uri,
    languageId: "yaml",
    version: 1,
    lineCount: starts.length,
    getText: (range) => (range === undefined ? text : text.slice(offsetAt(range.start), offsetAt(range.end))),
    offsetAt,
    positionAt: (offset) => {
      const line = starts.findLastIndex((start) => start <= offset);
      return { line, character: offset - (starts[line] ?? 0) };
    },
  };
  // Sound because the service asks for no more: what is left out is for editors.
  return document as Document;
}
