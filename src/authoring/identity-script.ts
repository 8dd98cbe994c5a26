import { shellWord } from "../core/shell.ts";

/** What the script is written for. */
export interface IdentityScriptOptions {
  /** The environments of the workspace, by their names, which are those of GitHub's environments as well. */
  readonly environments: readonly string[];
  /** What the script calls itself in what it prints. */
  readonly fileName?: string;
  /** The branch that is applied from: the only one that may use what writes. */
  readonly branch?: string;
}

/**
 * A script for bash and the Azure CLI that makes the two identities of the workflows, says whose tokens they take, and
 * gives them their roles; with GitHub's `gh` it sets the repository's variables and environments too. Run twice it changes
 * nothing. It needs no bash newer than 3.2, which is macOS', and no right in Microsoft Entra: managed identities are
 * resources, where an application would need somebody who may register one.
 */
export function identityScript({
  environments,
  fileName = "identities.sh",
  branch = "main",
}: IdentityScriptOptions): string {
  return [
    head(fileName),
    parameters(environments, branch),
    helpers,
    identities(environments),
    github(environments),
    last,
  ].join("\n");
}

function head(fileName: string): string {
  return `#!/usr/bin/env bash
# ${comment(fileName)}: the two identities of the workflows, and their roles.
#
#   tocsin-plan   reads. Any pull request of this repository can use it, so it may do nothing else.
#   tocsin-apply  writes. Only jobs in a GitHub environment can use it, which people protect.
#
# Both are user-assigned managed identities: they are resources in your subscription, so whoever may create resources and
# assign roles can run this. (An app registration would do as well; it takes a right in Microsoft Entra besides.) No
# secret is made: GitHub's own token for a run is exchanged (OpenID Connect).
#
# You need: bash, the Azure CLI (\`az login\`), Owner or User Access Administrator on the resource groups; and for what is
# to be set in GitHub its CLI \`gh\` and the repository's admin rights. Fill in the next part and run it. It can be run
# again at any time: what is there stays as it is. What is still missing says \`tocsin doctor\`.
set -euo pipefail
set -f # nothing here is a pattern for files
`;
}

function parameters(environments: readonly string[], branch: string): string {
  return `# ---- fill in -----------------------------------------------------------------------------------------------------

REPOSITORY=OWNER/NAME # on GitHub, spelled just as there: Azure minds the case
DEFAULT_BRANCH=${shellWord(branch)}

# Where the identities live: apart from the alerts, so that deleting those does not delete who applies them.
IDENTITY_SUBSCRIPTION=00000000-0000-0000-0000-000000000000
IDENTITY_GROUP=rg-tocsin
LOCATION=westeurope

# What the tokens of this repository say before \`:pull_request\` and the like. Empty: GitHub is asked with \`gh\`. Since
# 15 July 2026 new, renamed and transferred repositories say repo:OWNER@OWNER-ID/NAME@REPOSITORY-ID, older ones
# repo:OWNER/NAME; an organisation can have a template of its own. In a job \`tocsin doctor\` tells the real one.
SUBJECT_PREFIX=

# Other than GitHub.com or Azure's public cloud: https://HOST/_services/token for GitHub Enterprise Server;
# api://AzureADTokenExchangeUSGov or api://AzureADTokenExchangeChina.
ISSUER=https://token.actions.githubusercontent.com
AUDIENCE=api://AzureADTokenExchange

# For each environment of tocsin.yaml:
#   subscription, groups  as there: \`resourceGroup\` and \`resourceGroups\`, with blanks between
#   watched     ids of what the rules watch (resource groups, or single resources): Azure refuses a rule whose writer cannot
#               read its scopes, and runs the query of a log rule with its writer's rights
#   vaults      ids of key vaults that \`secrets\` names; nothing where there is none
#   assigned    ids of managed identities that rules name in \`identity\`; nothing where there is none
#   apply       the identity that applies; one of its own for each environment keeps a staging job out of production
settings_of() {
  watched='' vaults='' assigned='' apply=tocsin-apply
  case $1 in
${environments.map(settingsOf).join("\n")}
  *) stop "there is no environment $1" ;;
  esac
}

# yes: the identities read the whole subscription. Then a drift says who changed what from the activity log too, and
# \`doctor\` sees which resource providers are registered. Whoever opens a pull request can then read as much.
READ_SUBSCRIPTION=no

# ---- no need to change anything below ---------------------------------------------------------------------------
`;
}

function settingsOf(environment: string): string {
  return `  ${shellWord(environment)})
    subscription=00000000-0000-0000-0000-000000000000
    groups="rg-alerts"
    watched="/subscriptions/$subscription/resourceGroups/rg-app"
    ;;`;
}

const helpers = `# To standard error: standard output has what is to be copied.
say() { printf '%s\\n' "$*" >&2; }
stop() {
  say "× $*"
  exit 1
}

# quiet: what went well says nothing.
quiet() { "$@" --only-show-errors --output none; }

subject_prefix() {
  if [ -n "$SUBJECT_PREFIX" ]; then
    printf '%s' "$SUBJECT_PREFIX"
    return
  fi
  command -v gh >/dev/null || stop "gh is not installed: write SUBJECT_PREFIX (repo:$REPOSITORY, or with ids), see above"
  # \`sub_claim_prefix\` is what GitHub will sign, whatever \`use_immutable_subject\` says beside it.
  local answer default prefix
  answer=$(gh api "repos/$REPOSITORY/actions/oidc/customization/sub" \\
    --jq '[(.use_default | tostring), (.sub_claim_prefix // "")] | join(" ")') ||
    stop "GitHub does not say what the tokens of $REPOSITORY say: write SUBJECT_PREFIX, see above"
  default=\${answer%% *}
  prefix=\${answer#* }
  [ "$default" = true ] ||
    stop "the tokens of $REPOSITORY follow a template of their own: write SUBJECT_PREFIX, see above; \\\`tocsin doctor\\\` in a job tells the whole subject"
  printf '%s' "\${prefix:-repo:$REPOSITORY}"
}

# identity NAME: makes it unless it is there, and sets client_id and object_id.
identity() {
  say "· identity $1"
  local ids
  ids=$(az identity create --name "$1" --resource-group "$IDENTITY_GROUP" --subscription "$IDENTITY_SUBSCRIPTION" \\
    --location "$LOCATION" --query '[clientId, principalId]' --only-show-errors --output tsv | tr '\\n\\t' '  ')
  client_id=\${ids%% *}
  object_id=\${ids#* }
  object_id=\${object_id%% *}
  if [ -z "$client_id" ] || [ -z "$object_id" ]; then stop "identity $1 was not made"; fi
}

# trust IDENTITY NAME WHAT: the identity takes tokens with the subject PREFIX:WHAT. Twenty at most for each identity.
trust() {
  say "  trusts $prefix:$3"
  quiet az identity federated-credential create --identity-name "$1" --resource-group "$IDENTITY_GROUP" \\
    --subscription "$IDENTITY_SUBSCRIPTION" --name "$2" --issuer "$ISSUER" --audiences "$AUDIENCE" --subject "$prefix:$3"
}

# assign ROLE SCOPE: to the identity of object_id. That it has it already is no error.
assign() {
  say "  $1 on \${2##*/}"
  quiet az role assignment create --assignee-object-id "$object_id" --assignee-principal-type ServicePrincipal \\
    --role "$1" --scope "$2"
}

# group_ids: the environment's resource groups, which have to be there.
group_ids() {
  local group
  for group in $groups; do printf '/subscriptions/%s/resourceGroups/%s\\n' "$subscription" "$group"; done
}

[ "$REPOSITORY" != OWNER/NAME ] || stop "fill in the first part of this file; REPOSITORY is still OWNER/NAME"
case $REPOSITORY in
*/*/* | /* | */) stop "REPOSITORY is OWNER/NAME, and not $REPOSITORY" ;;
*/*) ;;
*) stop "REPOSITORY is OWNER/NAME, and not $REPOSITORY" ;;
esac
command -v az >/dev/null || stop "the Azure CLI is not installed: https://aka.ms/installazurecli"
az account show --output none 2>/dev/null || stop "nobody is signed in: az login"
prefix=$(subject_prefix)
tenant_id=$(az account show --subscription "$IDENTITY_SUBSCRIPTION" --query tenantId --output tsv)

[ "$(az group exists --name "$IDENTITY_GROUP" --subscription "$IDENTITY_SUBSCRIPTION")" = true ] ||
  quiet az group create --name "$IDENTITY_GROUP" --location "$LOCATION" --subscription "$IDENTITY_SUBSCRIPTION"
`;

function identities(environments: readonly string[]): string {
  const names = environments.map(shellWord).join(" ");
  const reading = environments.map((name) => trust("tocsin-plan", `${name}-read`)).join("\n");
  return `# ---- the identity that reads --------------------------------------------------------------------------------------

identity tocsin-plan
plan_client_id=$client_id
trust tocsin-plan pull-request pull_request
trust tocsin-plan default-branch "ref:refs/heads/$DEFAULT_BRANCH"
${reading}
for environment in ${names}; do
  settings_of "$environment"
  # It has Reader's rights (*/read) and can search logs. No key is among them, but what action groups hold is: Azure gives
  # the addresses of webhooks back as they are.
  for scope in $(group_ids); do assign "Monitoring Reader" "$scope"; done
  for scope in $vaults; do assign "Key Vault Secrets User" "$scope"; done
  [ "$READ_SUBSCRIPTION" != yes ] || assign "Monitoring Reader" "/subscriptions/$subscription"
done

# ---- the identities that write ------------------------------------------------------------------------------------

# apply_identity ENVIRONMENT NAME: NAME names the credential, ENVIRONMENT what GitHub says.
apply_identity() {
  settings_of "$1"
  identity "$apply"
  trust "$apply" "$2" "environment:$1"
  for scope in $(group_ids); do assign "Monitoring Contributor" "$scope"; done
  for scope in $watched; do assign "Monitoring Reader" "$scope"; done
  for scope in $vaults; do assign "Key Vault Secrets User" "$scope"; done
  for scope in $assigned; do assign "Managed Identity Operator" "$scope"; done
  [ "$READ_SUBSCRIPTION" != yes ] || assign "Monitoring Reader" "/subscriptions/$subscription"
}
`;
}

function trust(identity: string, environment: string): string {
  return `trust ${identity} ${credentialName(environment)} ${shellWord(`environment:${environment}`)}`;
}

/** Letters, digits, `-` and `_`: a credential's name takes no others, and 120 of them. */
function credentialName(environment: string): string {
  return `environment-${environment.replaceAll(/[^\w]+/g, "-")}`.slice(0, 120);
}

function github(environments: readonly string[]): string {
  const each = environments.map((name) => {
    const path = shellWord(encodeURIComponent(name));
    const reading = shellWord(encodeURIComponent(`${name}-read`));
    return `apply_identity ${shellWord(name)} ${credentialName(name)}
protect ${path} ${reading}
variable AZURE_CLIENT_ID "$client_id" --env ${shellWord(name)}`;
  });
  return `# ---- GitHub -------------------------------------------------------------------------------------------------------

# hub COMMAND…: does it, or prints it for somebody who has gh.
if command -v gh >/dev/null; then
  hub() { gh "$@" >/dev/null; }
else
  say "! gh is not installed: the commands on standard output are for a machine that has it"
  hub() {
    printf 'gh'
    printf ' %q' "$@"
    printf '\\n'
  }
fi

# variable NAME VALUE [--env ENVIRONMENT]
variable() {
  local name=$1 value=$2
  shift 2
  hub variable set "$name" --repo "$REPOSITORY" --body "$value" "$@"
}

# protect ENVIRONMENT READING: makes GitHub's environments unless they are there: one for jobs that write, from the default
# branch only, and one for jobs that read. Who has to approve is yours to say, and is never taken back by this.
protect() {
  local environments="repos/$REPOSITORY/environments"
  if ! gh api "$environments/$1" >/dev/null 2>&1; then
    hub api --method PUT "$environments/$1" -F 'deployment_branch_policy[protected_branches]=false' \\
      -F 'deployment_branch_policy[custom_branch_policies]=true'
    hub api --method POST "$environments/$1/deployment-branch-policies" -f "name=$DEFAULT_BRANCH"
  fi
  gh api "$environments/$2" >/dev/null 2>&1 || hub api --method PUT "$environments/$2"
}

variable AZURE_TENANT_ID "$tenant_id"
variable AZURE_CLIENT_ID "$plan_client_id"
${each.join("\n")}
`;
}

const last = `say "✓ done. Now:"
say "  https://github.com/$REPOSITORY/settings/environments: say who has to approve for each environment that is applied"
say "  expect subjects that begin with $prefix; in a job \\\`tocsin doctor\\\` tells what Azure is really shown"
say "  role assignments can take minutes to count"
`;

/** A text as it can stand behind a \`#\`: on one line. */
function comment(text: string): string {
  return text.replaceAll(/\s+/g, " ");
}
