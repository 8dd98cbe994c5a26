import fc from "fast-check";
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { parseFragment, type DefaultTreeAdapterTypes } from "parse5";

/** A text as GitHub's markdown makes a page of it, with every tag that somebody smuggled in. */
export function pageOf(markdown: string): Page {
  const html = micromark(markdown, {
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
    allowDangerousHtml: true,
    allowDangerousProtocol: true,
  });
  const page: Collected = { elements: [], skeleton: "", text: "", acting: "", links: [] };
  for (const node of parseFragment(html).childNodes) visit(node, page, false);
  return page;
}

/** What is on a page. */
export interface Page {
  /** Every element with its attributes. */
  readonly elements: readonly string[];
  /** The elements and how they stand in each other, but for code inside a line. */
  readonly skeleton: string;
  readonly text: string;
  /** The text outside code: where GitHub looks for mentions, references and emoji. */
  readonly acting: string;
  readonly links: readonly string[];
}

type Collected = { -readonly [Key in keyof Page]: Page[Key] extends readonly string[] ? string[] : Page[Key] };

function visit(node: DefaultTreeAdapterTypes.ChildNode, page: Collected, inCode: boolean): void {
  if (node.nodeName === "#text" && "value" in node) {
    page.text += node.value;
    if (!inCode) page.acting += node.value;
  }
  if (!("tagName" in node)) return;
  const attributes = node.attrs.map(({ name, value }) => ` ${name}=${value}`).join("");
  const code = node.tagName === "code" || node.tagName === "pre";
  const inLine = node.tagName === "code" && attributes === "";
  page.elements.push(node.tagName + attributes);
  if (node.tagName === "a") page.links.push(node.attrs.find(({ name }) => name === "href")?.value ?? "");
  // What stands apart on the page is no one word.
  page.acting += inLine ? "¦" : " ";
  if (!inLine) page.skeleton += `${node.tagName}${attributes}(`;
  for (const child of node.childNodes) visit(child, page, inCode || code);
  if (!inLine) page.skeleton += ")";
  if (!inLine) page.acting += " ";
}

/**
 * What is on a page and none of ours: elements that we do not write or with attributes that we do not give, links that
 * lead elsewhere, and what GitHub makes something of, outside code.
 */
export function foreignOn(page: Page, { links = onGitHub }: { readonly links?: RegExp } = {}): readonly string[] {
  return [
    ...page.elements.filter((element) => !ours.test(element) && !element.startsWith("a href=")),
    ...page.links.filter((link) => !links.test(link)),
    ...(acting.exec(page.acting) ?? []),
  ];
}

const onGitHub = /^https:\/\/github\.com\/\S*$/;

const ours =
  /^(?:h3|h4|p|table|thead|tbody|tr|th|td|br|strong|b|details|summary|pre|code(?: class=language-(?:diff|yaml|sh|text))?|ul|li)$/;

const acting = /@\w|#\d|\bGH-\d|\b[0-9a-f]{7,40}\b|https?:|ftp:|www\.|mailto:|:[\w+-]+:|\$|!\[|\[[ x^!]|<!--|&#?\w+;/i;

/** Pieces that would be something if they were let. */
const nastyPieces: readonly string[] = [
  "`",
  "``",
  "```",
  "````",
  "|",
  "\\|",
  "\\",
  "](",
  "[a](b)",
  "![a](b)",
  "<b>",
  "</b>",
  "<img src=x onerror=y>",
  "<script>",
  "</code>",
  "</pre>",
  "</summary>",
  "</details>",
  "<!--",
  "-->",
  "--!>",
  "<!-- tocsin-data x -->",
  "<sub>",
  "</sub>",
  "&amp;",
  "&#64;",
  "&lt;",
  "@kim",
  "@company/team",
  "#1",
  "GH-1",
  "company/alerts#1",
  "4f2d9c1e5b7a",
  "4f2d9c1",
  "https://evil.example",
  "www.evil.example",
  "kim@evil.example",
  "mailto:kim@evil.example",
  "<https://evil.example>",
  ":tada:",
  ":+1:",
  ":100:",
  "1234567",
  "123abcdef",
  "$x$",
  "$$",
  "$`x`$",
  "```math",
  "```mermaid",
  "~~~",
  "~~x~~",
  "**",
  "__",
  "*x*",
  "_x_",
  "# ",
  "===",
  "---",
  "- ",
  "+ ",
  "1. ",
  "1) ",
  "> ",
  "> [!NOTE]",
  "[ ]",
  "[x]",
  "[^1]",
  "[^1]: x",
  "[a]: https://evil.example",
  "| --- |",
  "::error::x",
  "##[error]x",
  "%0A",
  "!",
  "(",
  ")",
  "'",
  '"',
  "{",
  "}",
  "${secret:x}",
  "${{ x }}",
  "~",
  "?",
  "x",
  "한국어",
  "😀",
  " ",
  "  ",
  "    ",
  "\u00a0",
  "\t",
  "\n",
  "\n\n",
  "\r\n",
  "\r",
  "\u0000",
  "\u0007",
  "\u001b[31m",
  "\u0085",
  "\u2028",
  "\u2029",
  "\u200b",
  "\u202e",
  "\u2066",
  "\ufeff",
  "\ud800",
  "\u{e0041}",
];

/** Texts of people who mean no good, or of machines that do not care. */
export const nasty: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.array(fc.constantFrom(...nastyPieces), { minLength: 1, maxLength: 6 }).map((all) => all.join("")),
  },
  {
    weight: 1,
    arbitrary: fc.array(fc.constantFrom(...nastyPieces), { minLength: 1, maxLength: 5 }).map((all) => all.join(" ")),
  },
  { weight: 1, arbitrary: fc.string({ unit: "grapheme", maxLength: 20 }) },
  { weight: 1, arbitrary: fc.string({ unit: "grapheme-ascii", maxLength: 20 }) },
);
