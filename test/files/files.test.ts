import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { findWorkspace, readablePath, readRules, readSource, writeNew, writeWhole } from "../../src/files.ts";
import { workspaceOf } from "../support/repository.ts";

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tocsin-files-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(files: Readonly<Record<string, string | Buffer>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** Which rule files are read, and what is said. */
async function rules(...patterns: string[]) {
  const read = await readRules(workspaceOf(patterns), { path: join(folder, "tocsin.yaml"), folder });
  return {
    files: read.value.map((file) => file.path),
    said: read.diagnostics.map(({ code, at }) => `${at.file}:${at.line} ${code}`),
  };
}

describe("rule files", () => {
  test("are read in one order, each once, whatever the patterns", async () => {
    write({
      "rules/b.yaml": "",
      "rules/a.yaml": "",
      "rules/x/c.yaml": "",
      "rules/no.txt": "",
      "rules/node_modules/d.yaml": "",
    });
    const expected = { files: ["rules/a.yaml", "rules/b.yaml", "rules/x/c.yaml"], said: [] };
    expect(await rules("rules/**/*.yaml")).toEqual(expected);
    expect(await rules("rules/x/*.yaml", "rules/*.yaml", "./rules/a.yaml", "rules/**/*.yaml")).toEqual(expected);
  });

  test("are none of the workspace itself", async () => {
    write({ "tocsin.yaml": "", "a.yaml": "" });
    expect(await rules("*.yaml")).toEqual({ files: ["a.yaml"], said: [] });
  });

  test("that nobody wrote are an error, because everything would be deleted", async () => {
    write({ "rules/readme.md": "" });
    expect(await rules("rules/**/*.yaml")).toEqual({ files: [], said: ["tocsin.yaml:1 no-rule-files"] });
  });

  test("links in a circle and into nothing end", async () => {
    write({ "rules/a.yaml": "" });
    symlinkSync(join(folder, "rules"), join(folder, "rules/loop"));
    symlinkSync(join(folder, "rules/self.yaml"), join(folder, "rules/self.yaml"));
    symlinkSync(join(folder, "nowhere"), join(folder, "rules/nothing.yaml"));
    const { files, said } = await rules("rules/**/*.yaml", "rules/**");
    expect(files).toEqual(["rules/a.yaml"]);
    expect(said).toEqual(["rules/nothing.yaml:1 unreadable-file", "rules/self.yaml:1 unreadable-file"]);
  });

  test("a link to another rule file is that file, once", async () => {
    write({ "rules/a.yaml": "" });
    symlinkSync(join(folder, "rules/a.yaml"), join(folder, "rules/z.yaml"));
    expect((await rules("rules/*.yaml")).files).toHaveLength(1);
  });

  test("a link out of the repository is not read: its text would be shown to everybody", async () => {
    write({ "rules/a.yaml": "" });
    symlinkSync("/etc/passwd", join(folder, "rules/p.yaml"));
    expect(await rules("rules/*.yaml", "/etc/hostname")).toEqual({
      files: ["rules/a.yaml"],
      said: [expect.stringContaining("outside-repository"), "rules/p.yaml:1 outside-repository"],
    });
  });

  test("are not looked for by a way that leads out and comes back: another clone has another name", async () => {
    write({ "alerts/.git/HEAD": "", "alerts/tocsin.yaml": "", "alerts/rules/a.yaml": "" });
    const home = join(folder, "alerts");
    const astray = ["../alerts/rules/*.yaml", `${home}/rules/*.yaml`];
    const read = await readRules(workspaceOf(astray), { path: join(home, "tocsin.yaml"), folder: home });
    const because =
      "in `rules` comes back into the repository from outside, where only this machine knows the way; write it from the workspace's folder";
    expect(read.value).toEqual([]);
    expect(read.diagnostics.map(({ code, message }) => [code, message])).toEqual(
      astray.map((pattern) => ["outside-repository", `\`${pattern}\` ${because}`]),
    );
  });

  test("beside the workspace, but in the same repository, are read", async () => {
    write({ "shared/a.yaml": "", "team/tocsin.yaml": "", ".git/HEAD": "" });
    const read = await readRules(workspaceOf(["../shared/*.yaml"]), {
      path: join(folder, "team/tocsin.yaml"),
      folder: join(folder, "team"),
    });
    expect(read).toEqual({ value: [{ path: "../shared/a.yaml", text: "" }], diagnostics: [] });
  });

  test("one that cannot be read does not hide the others", async () => {
    write({
      "rules/a.yaml": "",
      "rules/big.yaml": Buffer.alloc(6_000_000, "a"),
      "rules/latin.yaml": Buffer.from("name: a\nx: caf\xe9", "latin1"),
    });
    mkdirSync(join(folder, "rules/folder.yaml"));
    expect(await rules("rules/*.yaml")).toEqual({
      files: ["rules/a.yaml"],
      said: ["rules/big.yaml:1 file-too-large", "rules/latin.yaml:2 not-utf-8"],
    });
  });
});

test.skipIf(process.getuid?.() === 0)("a file without the right to read it is a complaint", async () => {
  write({ "a.yaml": "" });
  chmodSync(join(folder, "a.yaml"), 0);
  const { diagnostics } = await readSource(join(folder, "a.yaml"), "a.yaml");
  expect(diagnostics.map((diagnostic) => diagnostic.message)).toEqual([
    "`a.yaml` cannot be read: this user may not read it",
  ]);
});

test("what is no file is not read: a device may never end", async () => {
  const { value, diagnostics } = await readSource("/dev/zero", "zero");
  expect(value).toBeUndefined();
  expect(diagnostics[0]?.message).toBe("`zero` is no regular file");
});

test("a byte order mark is kept for the parser, which knows it", async () => {
  write({ "a.yaml": "\uFEFFa: 1" });
  expect((await readSource(join(folder, "a.yaml"), "a.yaml")).value?.text).toBe("\uFEFFa: 1");
});

test("the workspace is found from every folder below it", () => {
  write({ "tocsin.yaml": "", "a/b/c.yaml": "" });
  expect(findWorkspace(join(folder, "a/b"))).toEqual({ path: join(folder, "tocsin.yaml") });
});

test("where no workspace is, every folder that was looked in is told", () => {
  mkdirSync(join(folder, "a"));
  const found = findWorkspace(join(folder, "a"));
  expect("looked" in found ? found.looked.slice(0, 2) : []).toEqual([join(folder, "a"), folder]);
});

test.each([
  ["/home/x/rules/a.yaml", "/home/x", "rules/a.yaml"],
  ["/home/x/a.yaml", "/home/x/rules", "../a.yaml"],
  ["/etc/a.yaml", "/home/x/rules", "/etc/a.yaml"],
  ["/home/x", "/home/x", "."],
])("%s seen from %s is %s", (path, from, expected) => {
  expect(readablePath(path, from)).toBe(expected);
});

describe("writing", () => {
  test("replaces a file as a whole and leaves nothing beside it", async () => {
    write({ "plan.json": "old" });
    await writeWhole(join(folder, "plan.json"), "new");
    expect(readFileSync(join(folder, "plan.json"), "utf8")).toBe("new");
    expect(readdirSync(folder)).toEqual(["plan.json"]);
  });

  test("leaves the old file and no other where it fails", async () => {
    mkdirSync(join(folder, "plan.json/full"), { recursive: true });
    await expect(writeWhole(join(folder, "plan.json"), "new")).rejects.toThrow(/EISDIR|ENOTEMPTY|EEXIST|EPERM/);
    expect(readdirSync(folder)).toEqual(["plan.json"]);
  });

  test("never replaces what is there", async () => {
    write({ "a.yaml": "mine" });
    expect(await writeNew(join(folder, "a.yaml"), "theirs")).toBe(false);
    expect(readFileSync(join(folder, "a.yaml"), "utf8")).toBe("mine");
    expect(await writeNew(join(folder, "new/b.yaml"), "b")).toBe(true);
    expect(existsSync(join(folder, "new/b.yaml"))).toBe(true);
  });
});
