import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { writeTogether, type FileToWrite } from "../../src/write-together.ts";

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
const fresh = (name: string): FileToWrite => ({ path: join(folder, name), text: `new ${name}` });
const other = (name: string, was = "old"): FileToWrite => ({ ...fresh(name), was });

test("new files and those that were there are written, and nothing is left beside them", async () => {
  write("tocsin.yaml", "old");
  await writeTogether([fresh("rules/deep/a.yaml"), other("tocsin.yaml"), fresh("b.yaml")], { folder });
  expect(all()).toEqual(["b.yaml", "rules", "rules/deep", "rules/deep/a.yaml", "tocsin.yaml"]);
  expect(readFileSync(join(folder, "tocsin.yaml"), "utf8")).toBe("new tocsin.yaml");
});

test("where a new file has been made by somebody meanwhile, it stays, and nothing is written", async () => {
  write("tocsin.yaml", "old");
  write("rules/b.yaml", "theirs");
  await expect(
    writeTogether([other("tocsin.yaml"), fresh("rules/new/a.yaml"), fresh("rules/b.yaml")], { folder }),
  ).rejects.toThrow("rules/b.yaml` has been made by somebody meanwhile: nothing was written");
  expect(all()).toEqual(["rules", "rules/b.yaml", "tocsin.yaml"]);
  expect(readFileSync(join(folder, "rules/b.yaml"), "utf8")).toBe("theirs");
  expect(readFileSync(join(folder, "tocsin.yaml"), "utf8")).toBe("old");
});

test("where a later one cannot be replaced, the earlier ones have their old text again", async () => {
  write("a.yaml", "old a");
  mkdirSync(join(folder, "b.yaml"));
  await expect(writeTogether([other("a.yaml", "old a"), other("b.yaml")], { folder })).rejects.toThrow(
    /EISDIR|ENOTSUP|EPERM/,
  );
  expect(all()).toEqual(["a.yaml", "b.yaml"]);
  expect(readFileSync(join(folder, "a.yaml"), "utf8")).toBe("old a");
});

test.skipIf(process.getuid?.() === 0)("where a folder may not be written, nothing is", async () => {
  mkdirSync(join(folder, "closed"));
  chmodSync(join(folder, "closed"), 0o500);
  await expect(writeTogether([fresh("a.yaml"), fresh("closed/b.yaml")], { folder })).rejects.toThrow("EACCES");
  expect(existsSync(join(folder, "a.yaml"))).toBe(false);
});

test("what somebody wrote meanwhile stays, and nothing is written", async () => {
  write("tocsin.yaml", "theirs");
  await expect(writeTogether([fresh("a.yaml"), other("tocsin.yaml")], { folder })).rejects.toThrow(
    "tocsin.yaml` has changed since it was read: nothing was written",
  );
  expect(all()).toEqual(["tocsin.yaml"]);
  expect(readFileSync(join(folder, "tocsin.yaml"), "utf8")).toBe("theirs");
});

test("a file keeps its rights, and a link to it stays one", async () => {
  write("real.yaml", "old");
  chmodSync(join(folder, "real.yaml"), 0o640);
  symlinkSync("real.yaml", join(folder, "tocsin.yaml"));
  await writeTogether([other("tocsin.yaml")], { folder });
  expect(readFileSync(join(folder, "real.yaml"), "utf8")).toBe("new tocsin.yaml");
  expect(statSync(join(folder, "real.yaml")).mode & 0o777).toBe(0o640);
  expect(lstatSync(join(folder, "tocsin.yaml")).isSymbolicLink()).toBe(true);
});

test.each(["rules/a.yaml", "rules/deep/er/a.yaml"])("a link does not lead %s out of the repository", async (name) => {
  const outside = mkdtempSync(join(tmpdir(), "tocsin-outside-"));
  mkdirSync(join(folder, ".git"));
  symlinkSync(outside, join(folder, "rules"));
  await expect(writeTogether([fresh("b.yaml"), fresh(name)], { folder })).rejects.toThrow(
    "leads out of the repository",
  );
  expect(readdirSync(outside)).toEqual([]);
  expect(all()).toEqual([".git", "rules"]);
  rmSync(outside, { recursive: true });
});

test("a link to another folder of the repository is followed", async () => {
  mkdirSync(join(folder, ".git"));
  mkdirSync(join(folder, "alerts"));
  mkdirSync(join(folder, "app"));
  symlinkSync("../alerts", join(folder, "app/rules"));
  await writeTogether([fresh("app/rules/new/a.yaml")], { folder: join(folder, "app") });
  expect(readFileSync(join(folder, "alerts/new/a.yaml"), "utf8")).toBe("new app/rules/new/a.yaml");
});
