import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import type { TlsEmulator } from "../../support/tls-emulator.ts";
import { ran, type Ran } from "./shell.ts";

/** Why tests of a client are left out on this machine; undefined where they run. */
export type Absent = string | undefined;

/** The Azure CLI is looked for on the path, whoever installed it. */
export const azureCliIsAbsent: Absent = (process.env["PATH"] ?? "").split(delimiter).some((folder) => isProgram(folder))
  ? undefined
  : "the Azure CLI is not installed (`az` is not on the path)";

function isProgram(folder: string): boolean {
  try {
    accessSync(join(folder, "az"), constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const modules = ["azure.identity", "azure.mgmt.monitor", "azure.mgmt.alertsmanagement"];

/** Debian installs the modules for its own Python, which need not be the first on the path. */
export const pythonWithModules = ["python3", "/usr/bin/python3"].find(
  (one) => spawnSync(one, ["-c", `import ${modules.join(", ")}`], { stdio: "ignore" }).status === 0,
);

export const pythonIsAbsent: Absent =
  pythonWithModules === undefined
    ? `no Python with ${modules.join(", ")} is installed (Debian's azure-cli brings them)`
    : undefined;

/** Says on standard error what is left out, which no reporter of tests does of its own accord. */
export function toldAbsent(absent: Absent): boolean {
  if (absent !== undefined) process.stderr.write(`left out: ${absent}\n`);
  return absent !== undefined;
}

/** A client of an emulator: what it is called with, in which folder, and as whom it is signed in. */
export interface Client {
  (...args: readonly string[]): Promise<Ran>;
}

/** The Azure CLI, which does not ask and does not say more than it must. */
export function azureCli({ env }: TlsEmulator, folder: string): Client {
  const quiet = {
    AZURE_CORE_ONLY_SHOW_ERRORS: "true",
    AZURE_CORE_NO_COLOR: "true",
    AZURE_CORE_DISABLE_CONFIRM_PROMPT: "true",
  };
  return (...args) => ran("az", args, { env: { ...env, ...quiet }, folder });
}

// The emulator names `adfs`; any will do, as az is told by the endpoint that it is one of AD FS.
const tenant = "22222222-0000-0000-0000-000000000002";

/** Signs the Azure CLI in with the commands that the emulator tells, as whom one likes. */
export async function signInAs(name: string, az: Client, { url }: TlsEmulator): Promise<unknown> {
  const steps: readonly (readonly string[])[] = [
    ["cloud", "register", "--name", "emulator", "--endpoint-resource-manager", url],
    ["cloud", "set", "--name", "emulator"],
    ["login", "--service-principal", "-u", name, "-p", "any", "--tenant", tenant],
  ];
  let said: Ran | undefined;
  for (const step of steps) {
    said = await az(...step);
    if (said.code !== 0) throw new Error(`az ${step.join(" ")}: ${said.err}`);
  }
  return JSON.parse(said?.out ?? "null");
}

/** A Python program that talks to an emulator. */
export function pythonProgram({ env }: TlsEmulator, folder: string): Client {
  return (...args) => ran(pythonWithModules ?? "python3", args, { env, folder });
}

/** Milliseconds that a test of such clients may take: each call starts an interpreter, on a machine that is busy. */
export const patience = 600_000;
