import { visit, type YAMLError } from "yaml";
import type { DiagnosticCode } from "../codes/diagnostic-codes.ts";
import { findUnquoted, quote } from "./yaml-quotes.ts";
import type { YamlDocument } from "./yaml-tree.ts";

/** A mistake in a text, at an offset. */
export interface TextMistake {
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly offset: number;
}

/** What an error of the YAML library means to an author. */
export function explainSyntax(error: YAMLError, document: YamlDocument, text: string): TextMistake {
  const offset = error.pos[0];
  if (error.code === "RESOURCE_EXHAUSTION") {
    return { code: "nested-too-deep", message: "this is nested too deep to be read", offset };
  }
  const unterminated = /^Missing closing (["'])/.exec(error.message);
  if (unterminated !== null) {
    const message = `a quote \`${unterminated[1]}\` is opened here and never closed`;
    return { code: "yaml-syntax", message, offset: openingQuote(document, offset) };
  }
  const explained = lostQuotes(text, offset);
  if (explained !== undefined) return explained;
  const deeper = error.code === "BLOCK_AS_IMPLICIT_KEY" ? indentedDeeper(text, offset) : undefined;
  return deeper ?? { code: "yaml-syntax", message: said(error), offset };
}

/**
 * A line that begins to the right of the key above it, which has its value already. The library reads both lines as one
 * and complains of the value; the mistake is a blank too many in the line below.
 */
function indentedDeeper(text: string, offset: number): TextMistake | undefined {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const [line = "", ...below] = text.slice(start, start + longestLine).split("\n");
  if (/: /.test(line.slice(offset - start))) return undefined;
  const column = /^ *(?:- +)*/.exec(line)?.[0].length ?? 0;
  const blank = below.findIndex((next) => next.trim() !== "");
  const next = below[blank] ?? "";
  const indentation = next.length - next.trimStart().length;
  if (indentation <= column || !/^[^#\s][^\n]*:(?:\s|$)/.test(next.trimStart())) return undefined;
  const before = [line, ...below.slice(0, blank)].reduce((length, { length: one }) => length + one + 1, start);
  return {
    code: "yaml-syntax",
    message: "this begins further right than the key above, which has its value; let it begin where that key does",
    offset: before + indentation,
  };
}

/** Longer lines were not typed by hand, and looking at them again takes its time. */
const longestLine = 2000;

/** The complaint about a value that lost its quotes, if the line of an offset holds one. */
export function lostQuotes(text: string, offset: number): TextMistake | undefined {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const end = text.indexOf("\n", start);
  const line = text.slice(start, end === -1 ? text.length : end).replace(/\r$/, "");
  const unquoted = line.length > longestLine ? undefined : findUnquoted(line);
  if (unquoted === undefined) return undefined;
  const message = `\`${unquoted.text}\` cannot stand here without quotes; write \`${quote(unquoted.text)}\``;
  return { code: "needs-quotes", message, offset: start + unquoted.column };
}

const words: Readonly<Partial<Record<YAMLError["code"], string>>> = {
  TAB_AS_INDENT: "a tab cannot indent; use spaces",
  BAD_DQ_ESCAPE: "there is no such escape in `\"…\"`; write `\\\\` for a backslash, or put the text in `'…'`",
  MULTILINE_IMPLICIT_KEY: "this is neither a key with a value nor part of the value above; look at the indentation",
  BLOCK_AS_IMPLICIT_KEY: "a second `: ` on one line; a text that holds `: ` stands in quotes",
  BLOCK_IN_FLOW: "a second `: ` on one line; a text that holds `: ` stands in quotes",
  KEY_OVER_1024_CHARS: "this key is longer than 1024 characters",
  MULTIPLE_ANCHORS: "a value can have one anchor (`&name`) only",
  MULTIPLE_TAGS: "a value can have one tag (`!name`) only",
  ALIAS_PROPS: "an alias (`*name`) can have neither an anchor nor a tag",
};

function said(error: YAMLError): string {
  if (error.code === "BAD_INDENT" && error.message.startsWith("Flow")) {
    return error.message.startsWith("Flow map")
      ? "a `{` above is never closed with `}`"
      : "a `[` above is never closed with `]`";
  }
  if (error.message.endsWith("at node end")) {
    return "this stands behind the end of a value; a quote or bracket ends too early, or the indentation is wrong";
  }
  if (error.message.startsWith("Implicit map keys")) {
    return "this is neither a key with a value (`key: value`) nor part of the value above; look at the colon and the indentation";
  }
  if (error.message.startsWith("Missing ,")) return "a comma is missing between two items";
  const known = words[error.code];
  if (known !== undefined) return known;
  const message = error.message.replaceAll(/"/g, "`");
  return `this is not YAML: ${message.slice(0, 1).toLowerCase()}${message.slice(1)}`;
}

/** Where the quoted text that reaches to an offset begins. */
function openingQuote(document: YamlDocument, end: number): number {
  let start = end;
  visit(document, {
    Scalar(_key, node) {
      if (node.type?.startsWith("QUOTE") && node.range && node.range[1] >= end) start = node.range[0];
    },
  });
  return start;
}
