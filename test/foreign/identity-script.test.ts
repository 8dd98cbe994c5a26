import { spawn } from "node:child_process";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { identityScript } from "../../src/authoring/identity-script.ts";
import { makeCertificates } from "../../src/emulator/certificates.ts";
import { ended, folderWith, rules, start, workspace } from "../cli/tocsin.ts";
import { startGithubTokens, type GithubTokens } from "../support/github-tokens.ts";
import { programOnPath } from "../support/machine.ts";
import { startTlsEmulator, type TlsEmulator } from "../support/tls-emulator.ts";
import { azureCli, azureCliIsAbsent, patience, signInAs, toldAbsent, type Client } from "./support/clients.ts";
import { printed } from "./support/shell.ts";

/*
 * The script that `init` writes, run by bash with the Azure CLI as it is installed, against `tocsin emulator --tls`; then
 * the identities that it made sign in with GitHub's tokens, and `doctor` says what they may. `gh` is a program of the
 * test's own: there is no GitHub here.
 */

// The one that the emulator has from the beginning: a session of the Azure CLI knows no other.
const subscription = "00000000-0000-0000-0000-000000000001";
const prefix = "repo:company@4711/alerts@815";

/*
 * Debian's build of the Azure CLI 2.45 cannot assign a role at all: it is put together with a library that no longer has
 * `config`. Where the real command ends so, and only there, its two requests are sent by `az rest`.
 */
const az = `#!/usr/bin/env bash
set -euo pipefail
if [ "$1 $2" != "role assignment" ]; then exec "$AZ" "$@"; fi
# Once is enough to know it.
said="has no attribute 'config'"
[ -e "$0.cannot" ] || { said=$("$AZ" "$@" 2>&1) && exit 0; }
touch "$0.cannot"
case $said in *"has no attribute 'config'"*) ;; *) printf '%s\\n' "$said" >&2; exit 1 ;; esac
while [ $# -gt 0 ]; do
  case $1 in --assignee-object-id) object=$2 ;; --role) role=$2 ;; --scope) scope=$2 ;; esac
  shift
done
authorization="$EMULATOR$scope/providers/Microsoft.Authorization"
filter="roleName%20eq%20'\${role// /%20}'"
id=$("$AZ" rest -m get -u "$authorization/roleDefinitions?api-version=2022-04-01&\\$filter=$filter" --query 'value[0].id' -o tsv)
body="{\\"properties\\": {\\"roleDefinitionId\\": \\"$id\\", \\"principalId\\": \\"$object\\"}}"
name=$(cat /proc/sys/kernel/random/uuid)
said=$("$AZ" rest -m put -u "$authorization/roleAssignments/$name?api-version=2022-04-01" -b "$body" -o none 2>&1) && exit 0
case $said in *RoleAssignmentExists*) ;; *) printf '%s\\n' "$said" >&2; exit 1 ;; esac
`;

describe.skipIf(toldAbsent(azureCliIsAbsent))("the script for the identities", { timeout: patience }, () => {
  let emulator: TlsEmulator;
  let github: GithubTokens;
  let client: Client;
  let first: Awaited<ReturnType<typeof run>>;
  const tocsin = workspace.replace("11111111-1111-1111-1111-111111111111", subscription);
  const folder = folderWith({ "tocsin.yaml": tocsin, "rules/a.yaml": rules, "bin/gh": "", "bin/az": az });

  beforeAll(async () => {
    emulator = await startTlsEmulator();
    client = azureCli(emulator, folder);
    const { authority, ...tls } = makeCertificates();
    github = await startGithubTokens(tls, "");
    const emulators = readFileSync(emulator.env["NODE_EXTRA_CA_CERTS"] ?? "", "utf8");
    writeFileSync(join(folder, "authorities.pem"), `${emulators}\n${authority}`);
    writeFileSync(
      join(folder, "bin/gh"),
      `#!/bin/sh\ncase "$*" in *customization*) echo "true ${prefix}" ;; *environments/*) ;; *set*) echo "$@" >>"$GH" ;; esac\n`,
    );
    for (const program of ["gh", "az"]) chmodSync(join(folder, "bin", program), 0o755);
    const script = identityScript({ environments: ["production"] })
      .replace("=OWNER/NAME", "=company/alerts")
      .replaceAll("00000000-0000-0000-0000-000000000000", subscription);
    writeFileSync(join(folder, "identities.sh"), script);
    await signInAs("administrator", client, emulator);
    for (const name of ["rg-alerts", "rg-app"])
      await printed(client("group", "create", "-n", name, "-l", "koreacentral", "--subscription", subscription));
    first = await run();
  }, patience);
  afterAll(async () => {
    await Promise.all([emulator?.stop(), github?.close()]);
  });

  const run = async (): Promise<{ code: number | null; err: string }> => {
    const PATH = `${join(folder, "bin")}:${emulator.env["PATH"]}`;
    const env = { ...emulator.env, PATH, GH: join(folder, "gh.txt"), AZ: programOnPath("az") };
    const child = spawn("bash", ["identities.sh"], { cwd: folder, env, stdio: ["ignore", "ignore", "pipe"] });
    const [err, code] = await Promise.all([
      text(child.stderr),
      new Promise<number | null>((resolve) => child.once("close", resolve)),
    ]);
    return { code, err };
  };

  /** Everything that the script could have made. */
  const made = async () => {
    const state = await fetchState(client, emulator);
    return { identities: state.identities, assignments: state.assignments, groups: state.groups };
  };

  test("makes them, and run again changes nothing", async () => {
    expect([first.code, first.err]).toEqual([0, expect.stringContaining("✓ done")]);
    const before = await made();
    expect(before.identities.map((one: any) => one.id.split("/").at(-1))).toEqual(["tocsin-plan", "tocsin-apply"]);
    expect(before.assignments).toHaveLength(3);
    const second = await run();
    expect([second.code, second.err]).toEqual([0, first.err]);
    expect(await made()).toEqual(before);
  });

  test.each([
    ["tocsin-plan", `${prefix}:pull_request`, "it can plan, and cannot apply"],
    ["tocsin-apply", `${prefix}:environment:production`, "it can plan, and can apply"],
    ["tocsin-apply", `${prefix}:pull_request`, "what this identity can do is not known; 1 to mend"],
  ])("then %s, shown %s: %s", async (name, subject, expected) => {
    const { identities } = await made();
    const { clientId } = identities.find((one: any) => one.id.endsWith(`/${name}`));
    github.subject = subject;
    const env = {
      ...github.env,
      AZURE_CLIENT_ID: clientId,
      AZURE_TENANT_ID: "adfs",
      AZURE_AUTHORITY_HOST: emulator.url,
      NODE_EXTRA_CA_CERTS: join(folder, "authorities.pem"),
    };
    const told = await ended(start(folder, ["doctor", "-e", "production", "--endpoint", emulator.url], env));
    expect(told.out).toContain(`production: ${expected}`);
    expect(readFileSync(join(folder, "gh.txt"), "utf8")).toContain(clientId);
  });
});

/** The emulator's whole world, through its back door. */
function fetchState(az: Client, { url }: TlsEmulator): Promise<any> {
  return printed(az("rest", "-m", "get", "-u", `${url}/_emulator/state`));
}
