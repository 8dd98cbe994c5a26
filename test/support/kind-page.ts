import { stringify } from "yaml";
import { printLength } from "../../src/core/duration.ts";
import { formBelow, type FormPlace, formPlaces } from "../../src/core/language/form-places.ts";
import { followingOf } from "../../src/core/settings/editor-schemas.ts";
import type { Json } from "../../src/core/json.ts";
import type { Kind } from "../../src/core/kind.ts";
import { keyNames } from "../../src/core/settings/elements.ts";
import { isKept, type Schema } from "../../src/core/settings/schema.ts";

/** The page of a kind: everything that may stand in its `spec`, from the schema alone. */
export function kindPage(kind: Kind, example: { readonly file: string; readonly text: string } | undefined): string {
  const { location, ...properties } = kind.schema.properties ?? {};
  const forms = formPlaces(kind.shortForms);
  const sections: string[] = [];
  const schema = { ...kind.schema, properties };
  addSection({ path: "", title: "`spec`", schema, forms, following: followingOf(kind), sections });
  return [
    `# ${kind.name}`,
    kind.schema.description ?? "",
    `\`${kind.armType}\`, api-version ${kind.apiVersions.join(", or else ")}. ${home(location)}`,
    "Property names are Azure's own. What stands around `spec` (`name`, `tags`, `environments`, …) is the same for every kind. Everywhere a value may be `${…}`, a variable; lengths of time are `90s`, `5m`, `1h30m`, `1d` or ISO 8601.",
    ...(example === undefined ? [] : [`From \`${example.file}\`:`, `\`\`\`yaml\n${example.text.trim()}\n\`\`\``]),
    ...sections,
    "Written from the schema by `test/docs.test.ts`; do not edit.",
  ]
    .join("\n\n")
    .concat("\n");
}

function home(location: Schema | undefined): string {
  if (location === undefined) return "";
  const usual = location.default === undefined ? "" : ` Otherwise ${code(location.default)}.`;
  return `\`location\` stands beside \`spec\`: ${location.description ?? ""}${usual}`;
}

interface Section {
  /** The way from `spec` to the objects the section is about. */
  readonly path: string;
  readonly title: string;
  readonly schema: Schema;
  readonly forms: FormPlace | undefined;
  /** What follows from what else is written, and need not be. */
  readonly following: ReadonlySet<string>;
  readonly sections: string[];
}

function addSection({ path, title, schema, forms, following, sections }: Section): void {
  const shown = Object.entries(schema.properties ?? {}).filter(
    ([name, { derived }]) => !derived || formBelow(forms, name)?.form !== undefined,
  );
  const rows = shown.map(([name, below]) => {
    const needed = schema.required?.includes(name) && below.default === undefined && !following.has(name);
    return row(name, below, { needed: needed === true, forms: formBelow(forms, name) });
  });
  const examples = shown.flatMap(([name, { examples: all = [] }]) =>
    all.filter(isLong).map((example) => fenced({ [name]: example })),
  );
  const body = [["| property | what it takes | |", "| --- | --- | --- |", ...rows].join("\n"), ...examples].join(
    "\n\n",
  );
  // The forms of a union have some of their parts in common.
  const heading = `## ${title}`;
  if (sections.some((section, index) => section === heading && sections[index + 1] === body)) return;
  sections.push(heading, body);
  for (const [name, below] of shown) {
    addBelow(below, {
      path: path === "" ? name : `${path}.${name}`,
      forms: formBelow(forms, name),
      following: new Set(),
      sections,
    });
  }
}

/** The objects and lists of objects below a property, each with a section of its own. */
function addBelow(schema: Schema, section: Omit<Section, "schema" | "title">): void {
  const { path, forms, following, sections } = section;
  if (schema.type === "array" && schema.items !== undefined) {
    const numbered = schema.numbered === undefined ? [] : keyNames(schema);
    return addBelow(schema.items, {
      path: `${path}[]`,
      forms: formBelow(forms, 0),
      following: new Set(numbered),
      sections,
    });
  }
  for (const branch of schema.oneOf ?? []) {
    const tag = branch.properties?.[schema.discriminator?.propertyName ?? ""]?.const;
    addSection({ ...section, title: `\`${path}\`, ${String(tag)}`, schema: branch });
  }
  if (schema.properties !== undefined && schema.oneOf === undefined) {
    addSection({ ...section, title: `\`${path}\``, schema, following });
  }
}

function row(
  name: string,
  below: Schema,
  { needed, forms }: { readonly needed: boolean; readonly forms: FormPlace | undefined },
): string {
  const about = [
    needed ? "**Needed.**" : "",
    below.description ?? "",
    ...shortForms(below, forms),
    below.default === undefined ? "" : `Otherwise ${code(below.default)}.`,
    below.immutable ? "Azure cannot change it: a new value is a delete and a create." : "",
    below.ifDeclared ? "Left to Azure where it is not written." : "",
    below.writeOnly ? "A secret: never shown." : "",
    ...(below.examples ?? [])
      .filter((example) => !isLong(example))
      .slice(0, 3)
      .map((example, index) => `${index === 0 ? "For example" : "or"} ${code(example)}`),
  ];
  return `| \`${name}\` | ${cell(typeOf(below))} | ${cell(about.filter((part) => part !== "").join(" "))} |`;
}

/** What may be written in short: at the place itself, or for each element of a list. */
function shortForms(schema: Schema, forms: FormPlace | undefined): readonly string[] {
  const own = forms?.form;
  const ofItems = schema.type === "array" ? formBelow(forms, 0)?.form : undefined;
  const examples = (ofItems?.schema.examples ?? []).map(code).join(", ");
  return [
    ...(own === undefined ? [] : [`In short: ${own.wants}.`]),
    ...(ofItems === undefined
      ? []
      : [`In short, each: ${ofItems.wants}${examples === "" ? "" : `, such as ${examples}`}.`]),
  ];
}

function typeOf(schema: Schema): string {
  if (schema.oneOf !== undefined) return "one of the forms below";
  if (schema.enum !== undefined) return schema.enum.map(code).join(", ");
  switch (schema.type) {
    case "string":
      return textType(schema);
    case "number":
    case "integer":
      return `${schema.type === "integer" ? "whole number" : "number"}${bounds(schema.minimum, schema.maximum, "")}`;
    case "boolean":
      return "`true` or `false`";
    case "array":
      return `list of ${elementsOf(schema.items ?? {})}${bounds(schema.minItems, schema.maxItems, "")}${named(schema)}`;
    case "object":
      return schema.properties === undefined
        ? `map of ${schema.additionalProperties ? typeOf(schema.additionalProperties) : "anything"}`
        : "map";
    default:
      return "anything";
  }
}

function named(schema: Schema): string {
  const names = keyNames(schema);
  const order = isKept(schema) ? ", in order" : "";
  return names.length === 0 ? order : `${order}, by ${names.map((name) => `\`${name}\``).join(" or ")}`;
}

function elementsOf(items: Schema): string {
  if (items.properties !== undefined || items.oneOf !== undefined) return "maps";
  return items.type === "string" && items.enum === undefined ? textType(items).replace(/^[^,]+/, "$&s") : typeOf(items);
}

function textType({ same, lengths, otherLengths, minLength, maxLength }: Schema): string {
  if (lengths !== undefined) {
    const [least, most] = (otherLengths ?? []).map((length) => code(printLength(length)));
    const others = least === undefined ? "" : `; perhaps others from ${least} to ${most}`;
    return `length of time: ${lengths.map((length) => code(printLength(length))).join(", ")}${others}`;
  }
  const kinds = {
    armId: "ARM id",
    duration: "length of time",
    instant: "instant",
    location: "region",
    caseless: "text",
    lines: "text",
  };
  return `${same === undefined ? "text" : kinds[same]}${bounds(minLength === 1 ? undefined : minLength, maxLength, " characters")}`;
}

function bounds(least: number | undefined, most: number | undefined, unit: string): string {
  if (most !== undefined && least === most) return `, exactly ${most}${unit}`;
  if (most !== undefined) return least === undefined ? `, at most ${most}${unit}` : `, ${least} to ${most}${unit}`;
  return least === undefined ? "" : `, at least ${least}${unit}`;
}

function isLong(example: Json): boolean {
  return typeof example === "object" && example !== null;
}

function fenced(example: Json): string {
  return `\`\`\`yaml\n${stringify(example, { lineWidth: 110 })}\`\`\``;
}

function code(value: Json): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.includes("`") ? `\`\` ${text} \`\`` : `\`${text}\``;
}

/** In a table a bar ends the cell, and a line the row. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}
