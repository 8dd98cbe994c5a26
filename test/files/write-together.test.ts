import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isRulePath, writeTogether } from "../../src/files.ts";

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tocsin-together-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, text: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
}

const all = (): readonly string[] => readdirSync(folder, { recursive: true }).map(String).toSorted();
const fresh = (name: string): { path: string; text: string; isNew: boolean } => ({
  path: join(folder, name),
  text: `new ${name}`,
  isNew: true,
});
const other = (name: string): { path: string; text: string; isNew: boolean } => ({ ...fresh(name), isNew: false });

test("new files and those that were there are written, and nothing is left beside them", async () => {
  write("tocsin.yaml", "old");
  await writeTogether([fresh("rules/deep/a.yaml"), other("tocsin.yaml"), fresh("b.yaml")]);
  expect(all()).toEqual(["b.yaml", "rules", "rules/deep", "rules/deep/a.yaml", "tocsin.yaml"]);
  expect(readFileSync(join(folder, "tocsin.yaml"), "utf8")).toBe("new tocsin.yaml");
});

test("where a new file has been made by somebody meanwhile, it stays, and nothing is written", async () => {
  write("tocsin.yaml", "old");
  write("rules/b.yaml", "theirs");
  await expect(writeTogether([other("tocsin.yaml"), fresh("rules/new/a.yaml"), fresh("rules/b.yaml")])).rejects.toThrow(
    "EEXIST",
  );
  expect(all()).toEqual(["rules", "rules/b.yaml", "tocsin.yaml"]);
  expect(readFileSync(join(folder, "rules/b.yaml"), "utf8")).toBe("theirs");
  expect(readFileSync(join(folder, "tocsin.yaml"), "utf8")).toBe("old");
});

test("where a later one cannot be replaced, the earlier ones have their old text again", async () => {
  write("a.yaml", "old a");
  mkdirSync(join(folder, "b.yaml"));
  await expect(writeTogether([other("a.yaml"), other("b.yaml")])).rejects.toThrow(/EISDIR|ENOTSUP|EPERM/);
  expect(all()).toEqual(["a.yaml", "b.yaml"]);
  expect(readFileSync(join(folder, "a.yaml"), "utf8")).toBe("old a");
});

test.skipIf(process.getuid?.() === 0)("where a folder may not be written, nothing is", async () => {
  mkdirSync(join(folder, "closed"));
  chmodSync(join(folder, "closed"), 0o500);
  await expect(writeTogether([fresh("a.yaml"), fresh("closed/b.yaml")])).rejects.toThrow("EACCES");
  expect(existsSync(join(folder, "a.yaml"))).toBe(false);
});

test.each([
  ["rules/a.yaml", "rules/**/*.yaml", true],
  ["rules/x/y/a.yaml", "./rules/**/*.yaml", true],
  ["rules/x/a.yaml", "rules/*.yaml", false],
  ["alerts/a.yaml", "rules/**", false],
  ["rules/a.yml", "rules/**/*.{yaml,yml}", true],
])("%s is read by %s: %s", (path, rule, expected) => {
  expect(isRulePath(path, { rules: ["other/*.yaml", rule] })).toBe(expected);
});
