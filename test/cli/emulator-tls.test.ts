import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { ended, folderWith, start } from "./tocsin.ts";

const running: ReturnType<typeof start>[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill("SIGKILL");
});

/** Starts `tocsin emulator` with these options, and gives what it prints until it listens. */
async function emulator(
  folder: string,
  ...options: readonly string[]
): Promise<{ readonly child: ReturnType<typeof start>; readonly url: string; err(): string }> {
  const child = start(folder, ["emulator", "--port", "0", ...options]);
  running.push(child);
  let err = "";
  child.stderr?.setEncoding("utf8").on("data", (told: string) => (err += told));
  const [first] = await once(child.stdout?.setEncoding("utf8") ?? child, "data");
  return { child, url: String(first), err: () => err };
}

/** What a shell has in its environment after it sourced a file. */
function sourced(file: string, env: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const printed = execFileSync("sh", ["-c", `. ${file} && env -0`], { env: { PATH: process.env["PATH"], ...env } });
  const pairs = printed
    .toString()
    .split("\0")
    .filter((line) => line !== "");
  return Object.fromEntries(pairs.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]));
}

test("with --tls the address is the result, and what clients need is told beside it", async () => {
  const { url, err } = await emulator(folderWith({}), "--tls");
  expect(url).toMatch(/^https:\/\/localhost:\d+\n$/);
  await expect.poll(err).toContain("az login");
  const told = err()
    .replaceAll(url.trim(), "https://localhost:PORT")
    .replaceAll(/[^\s=]+\/tocsin-emulator-\w+/g, "FOLDER");
  await expect(told).toMatchFileSnapshot("../golden/emulator-tls.txt");
});

test("--exports writes the same for a shell to source, readable for its user alone", async () => {
  const folder = folderWith({});
  const { url } = await emulator(folder, "--tls", "--exports", "azure.env");
  const file = join(folder, "azure.env");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const env = sourced(file, { NO_PROXY: "company.com" });
  expect(env).toMatchObject({
    EMULATOR: url.trim(),
    AZURE_AUTHORITY_HOST: url.trim(),
    AZURE_TENANT_ID: "adfs",
    NO_PROXY: "localhost,127.0.0.1,company.com",
    no_proxy: "localhost,127.0.0.1,company.com",
  });
  expect(readFileSync(env["NODE_EXTRA_CA_CERTS"] ?? "", "utf8")).toMatch(/^-----BEGIN CERTIFICATE-----\n/);
});

test("what it leaves on the disk is for its user alone, holds no key, and goes away with it", async () => {
  const folder = folderWith({});
  const { child } = await emulator(folder, "--tls", "--exports", "azure.env");
  const own = dirname(sourced(join(folder, "azure.env"))["NODE_EXTRA_CA_CERTS"] ?? "");
  expect(statSync(own).mode & 0o777).toBe(0o700);
  expect(readdirSync(own).toSorted()).toEqual(["authority.pem", "az"]);
  expect(readFileSync(join(own, "authority.pem"), "utf8")).not.toContain("PRIVATE");
  child.kill("SIGTERM");
  await once(child, "exit");
  expect(child.exitCode).toBe(0);
  expect(existsSync(own)).toBe(false);
});

test("--exports without --tls is a mistake", async () => {
  const { code, out, err } = await ended(start(folderWith({}), ["emulator", "--port", "0", "--exports", "azure.env"]));
  expect([code, out, err]).toEqual([
    64,
    "",
    "tocsin: --exports: there is nothing to write without `--tls`: plain http needs no variables\n",
  ]);
});

test("a file that cannot be written ends the emulator, and leaves nothing", async () => {
  const folder = folderWith({});
  const child = start(folder, ["emulator", "--port", "0", "--tls", "--exports", "nowhere/azure.env"], {
    TMPDIR: folder,
  });
  const { code, out, err } = await ended(child);
  expect([code, out]).toEqual([64, ""]);
  expect(err).toBe("tocsin: --exports: `nowhere/azure.env` cannot be written: its folder is not there\n");
  expect(readdirSync(folder)).toEqual([]);
});
