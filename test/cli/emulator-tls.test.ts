import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { machine } from "../support/machine.ts";
import { sourced, startTlsEmulator, type TlsEmulator } from "../support/tls-emulator.ts";
import { ended, folderWith, start } from "./tocsin.ts";

let running: TlsEmulator | undefined;
afterEach(() => void running?.process.kill("SIGKILL"));

test("with --tls the address is the result, and what clients need is told beside it", async () => {
  running = await startTlsEmulator();
  const { url, said } = running;
  expect(url).toMatch(/^https:\/\/localhost:\d+$/);
  await expect.poll(said).toContain("az login");
  const told = said()
    .replaceAll(url, "https://localhost:PORT")
    .replaceAll(dirname(running.env["NODE_EXTRA_CA_CERTS"] ?? ""), "FOLDER")
    // Quoted where the name of this machine's temporary folder wants it.
    .replaceAll(/'(FOLDER[^']*)'/g, "$1");
  await expect(told).toMatchFileSnapshot("../golden/emulator-tls.txt");
});

test("--exports writes the same for a shell to source, readable for its user alone", async () => {
  running = await startTlsEmulator();
  const { url, exports: file, said } = running;
  expect(statSync(file).mode & 0o777).toBe(0o600);
  await expect.poll(said).toContain(readFileSync(file, "utf8").replaceAll(/^/gm, "  ").trimEnd());
  const env = sourced(file, { ...machine, NO_PROXY: "company.com" });
  expect(env).toMatchObject({
    EMULATOR: url,
    AZURE_AUTHORITY_HOST: url,
    AZURE_TENANT_ID: "adfs",
    NO_PROXY: "localhost,127.0.0.1,company.com",
    no_proxy: "localhost,127.0.0.1,company.com",
  });
  expect(readFileSync(env["NODE_EXTRA_CA_CERTS"] ?? "", "utf8")).toMatch(/^-----BEGIN CERTIFICATE-----\n/);
});

test("what it leaves on the disk is for its user alone, holds no key, and goes away with it", async () => {
  running = await startTlsEmulator();
  const own = dirname(running.env["NODE_EXTRA_CA_CERTS"] ?? "");
  expect(statSync(own).mode & 0o777).toBe(0o700);
  expect(readdirSync(own).toSorted()).toEqual(["authority.pem", "az"]);
  expect(readFileSync(join(own, "authority.pem"), "utf8")).not.toContain("PRIVATE");
  await running.stop();
  expect(running.process.exitCode).toBe(0);
  expect(existsSync(own)).toBe(false);
});

test("a folder with a name that a shell would take apart is quoted", async () => {
  const folder = join(folderWith({ "it's $HOME/a": "" }), "it's $HOME");
  running = await startTlsEmulator({ env: { ...machine, TMPDIR: folder } });
  expect(running.env["REQUESTS_CA_BUNDLE"]).toContain(`${folder}/tocsin-emulator-`);
  expect(existsSync(running.env["REQUESTS_CA_BUNDLE"] ?? "")).toBe(true);
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
  const args = ["emulator", "--port", "0", "--tls", "--exports", "nowhere/azure.env"];
  const { code, out, err } = await ended(start(folder, args, { TMPDIR: folder }));
  expect([code, out]).toEqual([64, ""]);
  expect(err).toBe("tocsin: --exports: `nowhere/azure.env` cannot be written: its folder is not there\n");
  expect(readdirSync(folder)).toEqual([]);
});

test("a port that is taken leaves nothing either", async () => {
  running = await startTlsEmulator();
  const folder = folderWith({});
  const { port } = new URL(running.url);
  const { code, err } = await ended(start(folder, ["emulator", "--port", port, "--tls"], { TMPDIR: folder }));
  expect([code, err]).toEqual([64, `tocsin: port ${port} is taken: say another \`--port\`, or 0 for a free one\n`]);
  expect(readdirSync(folder)).toEqual([]);
});
