import { expect, test } from "vitest";
import { foreignOn, pageOf } from "./judge.ts";

/* The judge itself: it has to see what acts before one can believe that nothing does. */

test.each([
  ["**bold**, `code` and [a link](https://github.com/company/alerts)"],
  ["### A heading\n\n- an item\n\n| a |\n| --- |\n| `b` |"],
  ["`@kim`, `#1` and `https://evil.example`"],
  ["```diff\n- <b>@kim</b>\n```"],
  ["<details><summary>more</summary>\n\ntext\n\n</details>"],
])("lets pass what is ours: %j", (markdown) => {
  expect(foreignOn(pageOf(markdown))).toEqual([]);
});

test.each([
  ["<form action=x>a</form>", "form action=x"],
  ["<b onclick=x>a</b>", "b onclick=x"],
  ["<!-- x --><img src=x>", "img src=x"],
  ["![a](https://github.com/b)", "img src=https://github.com/b alt=a"],
  ["[a](https://evil.example)", "https://evil.example"],
  ["[a](javascript:x)", "javascript:x"],
  ["[a]\n\n[a]: https://github.example/b", "https://github.example/b"],
  ["https://evil.example", "https://evil.example"],
  ["*slanted*", "em"],
  ["~~struck~~", "del"],
  ["# a heading of the first order", "h1"],
  ["> quoted", "blockquote"],
  ["1. counted", "ol"],
  ["```mermaid\ngraph TD\n```", "code class=language-mermaid"],
  ["@kim", "@k"],
  ["@company/team", "@c"],
  ["company/alerts#1", "#1"],
  ["GH-1", "GH-1"],
  ["4f2d9c1", "4f2d9c1"],
  [":tada:", ":tada:"],
  ["$x$", "$"],
  ["&amp;lt;", "&lt;"],
])("sees %j", (markdown, seen) => {
  expect(foreignOn(pageOf(markdown))).toContain(seen);
});
