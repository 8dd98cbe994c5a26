import type { Json, JsonObject } from "../../core/json.ts";
import type { ShortForm } from "../../core/kind.ts";
import { parseAggregation } from "./aggregations.ts";
import { notWanted, oneOf, show } from "./complaints.ts";
import { conditionForm } from "./condition-form.ts";
import { metricSplits, parseSplits } from "./split-clause.ts";
import { printMetricCondition } from "./print-condition.ts";
import { metricOperators, opensTest, parseTest } from "./test-clause.ts";
import {
  dottedNamespace,
  isComplaint,
  isKeyword,
  isReserved,
  keywords,
  spellMetric,
  wordsOf,
  type Complaint,
  type Word,
  type Words,
} from "./words.ts";

/*
 * AGG METRIC [from NAMESPACE] TEST [where SPLIT {and SPLIT}] [with skipmetricvalidation] [as NAME]
 *
 * It is the grammar of `az monitor metrics alert create` without what az gets wrong unnoticed: there a dot in a metric's
 * name makes a namespace, a minus sign is lost, `1e9` is read as 1 and a value is cut at its blank.
 */

/** A condition on a metric as one text: `avg Percentage CPU > 80 where Instance includes *`. */
export const metricCondition: ShortForm = conditionForm({
  wants: "a condition such as `avg Percentage CPU > 80 where Instance includes *`",
  description:
    "AGG METRIC [from NAMESPACE] TEST [where DIMENSION (includes | excludes | startswith) VALUE {or VALUE} {and …}] [with skipmetricvalidation] [as NAME]. AGG is avg, min, max, total or count; TEST is an operator with a number, or `> dynamic medium 2 of 4`.",
  examples: [
    "avg Percentage CPU > 80",
    "total Transactions >= 1 where ResponseType startswith SuccessWith as throttled",
    "avg Percentage CPU > dynamic medium 2 of 4 since 2026-10-01T00:00:00Z",
  ],
  parse: parseMetricCondition,
  print: printMetricCondition,
});

/** The long form of a condition on a metric, or why the text is none. */
export function parseMetricCondition(text: string): JsonObject | Complaint {
  const words = wordsOf(text);
  if (isComplaint(words)) return dottedQuotes(text) ?? words;
  const aggregation = parseAggregation(words);
  if (isComplaint(aggregation)) return aggregation;
  const metricName = parseMetric(words, aggregation.word);
  if (isComplaint(metricName)) return metricName;
  const metricNamespace = words.takeKeyword("from") ? parseName(words, "a metric namespace", opensTest) : undefined;
  if (isComplaint(metricNamespace)) return metricNamespace;
  const test = parseTest(words, metricOperators);
  if (isComplaint(test)) return test;
  const rest = parseRest(words);
  if (isComplaint(rest)) return rest;
  const { name, ...others } = rest;
  return {
    ...(name === undefined ? {} : { name }),
    metricName,
    ...(metricNamespace === undefined ? {} : { metricNamespace }),
    timeAggregation: aggregation.azure,
    ...test,
    ...others,
  };
}

/** A metric's name: one quoted word, or words up to `from` or an operator. */
function parseMetric(words: Words, before: Word): string | Complaint {
  const first = words.peek();
  if (first === undefined || opensTest(first) || isReserved(first))
    return notWanted(words, { wanted: `the name of a metric after ${show(before)}` });
  if (first.quoted) {
    words.take();
    return endOfMetric(words, first);
  }
  const name: Word[] = [];
  for (
    let word = words.peek();
    word !== undefined && !opensTest(word) && !isKeyword(word, "from");
    word = words.peek()
  ) {
    const wrong = wrongInMetric(words, word, first);
    if (wrong !== undefined) return wrong;
    name.push(word);
    words.take();
  }
  if (words.peek() === undefined) return withoutTest(words, name);
  return name.map((word) => word.text).join(" ");
}

function endOfMetric(words: Words, metric: Word): string | Complaint {
  const next = words.peek();
  if (next === undefined || opensTest(next) || isKeyword(next, "from")) return metric.text;
  return notWanted(words, {
    wanted: `\`from\` or a comparison after the metric's name; all of the name stands in the quotes`,
  });
}

function wrongInMetric(words: Words, word: Word, first: Word): Complaint | undefined {
  if (word.quoted) return { complaint: "the quotes go around all of a metric's name", at: first.at };
  const quoted = /^(.+)\.(["'].*)$/.exec(word.text);
  if (quoted !== null) {
    return { complaint: `a dot makes no namespace here; write \`METRIC from ${quoted[1]}\``, at: word.at };
  }
  const [, namespace, begin = ""] = dottedNamespace.exec(word.text) ?? [];
  if (namespace !== undefined) {
    const metric = [begin, ...restOfMetric(words)].join(" ");
    return { complaint: `a dot makes no namespace here; write \`${metric} from ${namespace}\``, at: word.at };
  }
  const shouted = word.text === word.text.toUpperCase() && keywords.has(word.text.toLowerCase());
  if (!isReserved(word) && !shouted) return undefined;
  if (shouted && !isReserved(word)) return notWanted(words, { wanted: "", known: [word.text.toLowerCase()] });
  const hint = "a metric whose name has this word stands in quotes";
  return { complaint: `${show(word)} is a keyword, and no comparison came before it; ${hint}`, at: word.at };
}

/** The words of a metric's name behind the one at hand. */
function restOfMetric(words: Words): readonly string[] {
  const rest: string[] = [];
  for (
    let word = words.peek(1);
    word !== undefined && !opensTest(word) && !isKeyword(word, "from");
    word = words.peek(rest.length + 1)
  )
    rest.push(word.text);
  return rest;
}

/** `avg 'My Ns'.requests`: what az takes for a metric in a namespace. */
function dottedQuotes(text: string): Complaint | undefined {
  const match = /^(\s*\S+\s+)('(?:[^']|'')*'|"(?:[^"]|"")*")\.(\S+)/.exec(text);
  const [, before = "", namespace, metric] = match ?? [];
  if (namespace === undefined) return undefined;
  return { complaint: `a dot makes no namespace here; write \`${metric} from ${namespace}\``, at: before.length };
}

/** No word is an operator: it may be stuck to its neighbours, as in `cpu>80`. */
function withoutTest(words: Words, name: readonly Word[]): Complaint {
  const stuck = name.map((word) => ({ word, parts: /^(.*?[^<>=!])(>=|<=|><|!=|[=<>])(.*)$/.exec(word.text) }));
  for (const { word, parts } of stuck) {
    if (parts === null) continue;
    const apart = parts.slice(1).filter((part) => part !== "");
    return { complaint: `words are separated by blanks: \`${apart.join(" ")}\``, at: word.at };
  }
  const metric = spellMetric(name.map((word) => word.text).join(" "));
  return {
    complaint: `after the metric ${metric} a comparison is missing, such as \`> 80\` or \`> dynamic medium 2 of 4\``,
    at: words.at(),
  };
}

/** One word that is a name. */
function parseName(words: Words, wanted: string, ends: (word: Word) => boolean = () => false): string | Complaint {
  const word = words.peek();
  if (word === undefined || ends(word) || isReserved(word))
    return notWanted(words, { wanted: `${wanted}; one that reads like a keyword stands in quotes` });
  words.take();
  return word.text;
}

/** What may follow the test, each at most once and in this order. */
function parseRest(words: Words): JsonObject | Complaint {
  const rest: Record<string, Json> = {};
  if (words.takeKeyword("where")) {
    const dimensions = parseSplits(words, metricSplits);
    if (isComplaint(dimensions)) return dimensions;
    rest["dimensions"] = dimensions;
  }
  if (words.takeKeyword("with")) {
    if (!words.takeKeyword("skipmetricvalidation"))
      return notWanted(words, { wanted: "`skipmetricvalidation`", known: ["skipmetricvalidation"] });
    rest["skipMetricValidation"] = true;
  }
  if (words.takeKeyword("as")) {
    const name = parseName(words, "the criterion's name");
    if (isComplaint(name)) return name;
    rest["name"] = name;
  }
  return words.peek() === undefined ? rest : explainRest(words, rest);
}

function explainRest(words: Words, rest: JsonObject): Complaint {
  const word = words.peek();
  const legal = [
    ...(Object.keys(rest).length > 0 ? [] : ["where"]),
    ...("skipMetricValidation" in rest || "name" in rest ? [] : ["with"]),
    ...("name" in rest ? [] : ["as"]),
  ];
  if (word !== undefined && !word.quoted && ["where", "with", "as"].includes(word.text)) {
    return {
      complaint: `${show(word)} is too late here; the order is \`where\`, \`with\`, \`as\`, each once`,
      at: word.at,
    };
  }
  if (isKeyword(word, "at")) {
    return { complaint: "`at least M of N` is for logs; a metric takes `M of N` after `dynamic` only", at: words.at() };
  }
  if (isKeyword(word, "%"))
    return { complaint: "`%` is no part of a number: a metric has its own unit", at: words.at() };
  if (legal.length === 0) return notWanted(words, { wanted: "nothing more: the name is one word or stands in quotes" });
  return notWanted(words, { wanted: `${oneOf(legal)}, or the end`, known: legal });
}
