import type { VaultSecret } from "../../core/language/key-vault.ts";
import type { SecretSource } from "../../core/language/workspace.ts";
import type { CheckName, Examination, ToldCheck, Verdict } from "../../core/plan/doctor-report.ts";
import { federatedCredentialCommands, type ShownAssertion } from "../../core/federated-credential.ts";
import type { SignedIn } from "../../core/rights/signed-in.ts";
import { secretsOf } from "../../core/settings/inherit.ts";
import { shellCommand } from "../../core/shell.ts";
import type { Stack } from "../../core/stack.ts";
import type { AzureError } from "../../ports/azure.ts";
import type { DoctorInputs, Practice } from "./inputs.ts";
import { look } from "./check.ts";
import { checkGroups, checkReading } from "./reading.ts";
import { checkApply, typesUsed } from "./rights.ts";
import { subjectOf } from "../plan.ts";

/** Tries everything that commands need of one environment; what one look finds does not stop the others. */
export async function examine(stack: Stack, inputs: DoctorInputs): Promise<Examination> {
  const { environment } = stack;
  const subject = subjectOf(environment);
  const { check: signIn, practice, signedIn, shown } = await signInTo(stack, inputs);
  const known = { ...(signedIn === undefined ? {} : { signedIn }), ...(shown === undefined ? {} : { shown }) };
  if (practice === undefined || signIn.state === "bad") {
    const rest: readonly CheckName[] = ["subscription", "resource-group", "provider", "read", "activity-log", "apply"];
    const skipped = rest.map((check) => skip(check, "nobody is signed in"));
    const secrets = await checkSecrets(stack, inputs, undefined);
    return { subject, ...known, checks: [signIn, ...skipped, ...secrets], canPlan: "unknown", canApply: "unknown" };
  }
  const subscription = await checkSubscription(stack, practice, inputs.signal);
  const looked =
    subscription.state === "bad"
      ? nothingThere(subscription)
      : await lookInside(stack, { ...inputs, practice, signedIn });
  const secrets = await checkSecrets(stack, inputs, practice);
  const { checks, canPlan, canApply } = looked;
  return { subject, ...known, checks: [signIn, subscription, ...checks, ...secrets], canPlan, canApply };
}

interface Looked {
  readonly checks: readonly ToldCheck[];
  readonly canPlan: Verdict;
  readonly canApply: Verdict;
}

function nothingThere({ unanswered }: ToldCheck): Looked {
  const rest: readonly CheckName[] = ["resource-group", "provider", "read", "activity-log", "apply"];
  const checks = rest.map((check) => skip(check, "the subscription cannot be used"));
  const verdict = unanswered === true ? "unknown" : "no";
  return { checks, canPlan: verdict, canApply: verdict };
}

function skip(check: CheckName, because: string): ToldCheck {
  return { check, state: "skipped", says: because };
}

interface SigningIn {
  readonly check: ToldCheck;
  readonly practice?: Practice;
  readonly signedIn?: SignedIn;
  readonly shown?: ShownAssertion;
}

async function signInTo({ environment }: Stack, { open, isSet, signal }: DoctorInputs): Promise<SigningIn> {
  let practice: Practice | undefined;
  let signed: Awaited<ReturnType<Practice["access"]["signIn"]>>;
  let shown: ShownAssertion | undefined;
  const check = await look(
    { check: "sign-in" },
    async () => {
      practice = await open(environment);
      signed = await practice.access.signIn(signal);
      if (signed === undefined) {
        return { state: "warning", says: "nobody: over plain http no credential is sent" };
      }
      return { state: "good", says: whoIs(signed.as) };
    },
    (error) => {
      shown = error.federation?.shown;
      return signInAdvice(error, isSet);
    },
  );
  const told = signed?.shown ?? shown;
  return {
    check,
    ...(practice === undefined ? {} : { practice }),
    ...(signed === undefined ? {} : { signedIn: signed.as }),
    ...(told === undefined ? {} : { shown: told }),
  };
}

function whoIs({ way, is, name, client, object, tenant }: SignedIn): string {
  const ids = [
    ...(client === undefined || is === "person" ? [] : [`client ${client}`]),
    ...(object === undefined ? [] : [`object ${object}`]),
    ...(tenant === undefined ? [] : [`tenant ${tenant}`]),
  ];
  const who = name === undefined ? "" : ` as ${name}`;
  return `${way}${who}${ids.length === 0 ? "" : `: ${ids.join(", ")}`}`;
}

function signInAdvice({ federation }: AzureError, isSet: DoctorInputs["isSet"]): Partial<ToldCheck> {
  if (federation?.isUnknown === true) {
    const { shown, client, said } = federation;
    return {
      says: `\`${client}\` (AZURE_CLIENT_ID) has no federated credential that fits what Azure was shown: ${said}`,
      todo: "add one with just these, in this spelling: the first command where the client is an application, the second where it is a managed identity",
      commands: federatedCredentialCommands(shown, client),
    };
  }
  if (isSet("GITHUB_ACTIONS") && !isSet("ACTIONS_ID_TOKEN_REQUEST_URL")) {
    return {
      todo: "give the job `permissions: id-token: write`; a pull request from a fork is given no token whatever it says, and validates only",
    };
  }
  return {};
}

function checkSubscription({ environment }: Stack, { access }: Practice, signal: AbortSignal): Promise<ToldCheck> {
  const id = environment.subscription;
  return look(
    { check: "subscription", about: id },
    async () => {
      const { name, state } = await access.subscription(id, signal);
      if (state === "Enabled") return { state: "good", says: `\`${name}\` is enabled` };
      const isOff = state === "Disabled" || state === "Deleted";
      const says = `\`${name}\` is ${state}${isOff ? ": nothing can be written to it" : ""}`;
      return { state: isOff ? "bad" : "warning", says, todo: "ask whoever pays for the subscription" };
    },
    ({ reason, message }) =>
      reason === "forbidden"
        ? {
            state: "warning",
            says: `it cannot be looked at as a whole: ${message}`,
            todo: "nothing, if the rest is well",
          }
        : {
            todo: "correct the environment's `subscription`, or sign in to its tenant",
            commands: ["az account list --output table"],
          },
  );
}

async function lookInside(
  stack: Stack,
  given: DoctorInputs & { readonly practice: Practice; readonly signedIn: SignedIn | undefined },
): Promise<Looked> {
  const { kinds, practice, signedIn, signal, now } = given;
  const { access, reader } = practice;
  const groups = await checkGroups(stack, { access, signal });
  const providers = await checkProviders(stack, given);
  const { checks: reading, canPlan } = await checkReading(stack, { kinds, reader, signedIn, now, signal, groups });
  const isWhole = groups.every(({ state }) => state !== "bad");
  const { checks: applying, can } = isWhole
    ? await checkApply({ stack, kinds, access, signedIn, signal })
    : { checks: [skip("apply", "a group is missing")], can: "unknown" as const };
  const canApply = canPlan === "no" ? "no" : can;
  return { checks: [...groups, ...providers, ...reading, ...applying], canPlan, canApply };
}

function checkProviders(
  stack: Stack,
  { kinds, practice: { access }, signal }: DoctorInputs & { readonly practice: Practice },
): Promise<readonly ToldCheck[]> {
  const { subscription } = stack.environment;
  const namespaces = new Set(typesUsed(stack, kinds).map((type) => type.replace(/\/.*$/, "")));
  return Promise.all(
    [...namespaces].map((namespace) =>
      look(
        { check: "provider", about: namespace },
        async () => {
          const state = await access.registration(subscription, namespace, signal);
          if (state === "Registered") return { state: "good", says: "registered" };
          const isUnderWay = state === "Registering";
          return {
            state: isUnderWay ? "warning" : "bad",
            says: `it is ${state} in the subscription: its resources can be ${isUnderWay ? "used when that is over" : "neither read nor written"}`,
            todo: isUnderWay ? "wait a minute" : "register it once; that takes a contributor of the subscription",
            commands: [shellCommand("az", "provider", "register", "-n", namespace, "--subscription", subscription)],
          };
        },
        ({ reason }) =>
          reason === "forbidden"
            ? { state: "skipped", says: "whether it is registered can be seen by readers of the subscription only" }
            : {},
      ),
    ),
  );
}

/** Each secret of the environment: whether this run could get it. Nobody keeps a value, and none is told. */
function checkSecrets(
  { environment, resources }: Stack,
  { isSet, signal }: DoctorInputs,
  practice: Practice | undefined,
): Promise<readonly ToldCheck[]> {
  const used = new Set(resources.flatMap(({ settings, arm }) => [...secretsOf(settings), ...secretsOf(arm ?? {})]));
  const without = "without it a plan does not compare it, and an apply refuses";
  const lookAt = async (name: string, source: SecretSource): Promise<ToldCheck> => {
    const looking = { check: "secret", about: name } as const;
    if ("live" in source) return { ...looking, state: "good", says: "only Azure has it; it is never compared" };
    if (!used.has(name)) return { ...looking, state: "skipped", says: "no definition of this environment uses it" };
    if ("env" in source) {
      if (isSet(source.env)) return { ...looking, state: "good", says: `${source.env} is set` };
      const todo = "set it, in a workflow from `secrets`";
      return { ...looking, state: "warning", says: `${source.env} is not set: ${without}`, todo };
    }
    if (practice === undefined) return { ...looking, state: "skipped", says: "nobody is signed in" };
    return readFromVault(source.keyVault, { looking, without, practice, signal });
  };
  return Promise.all(Object.entries(environment.secrets).map(([name, source]) => lookAt(name, source)));
}

function readFromVault(
  secret: VaultSecret,
  given: {
    readonly looking: { readonly check: "secret"; readonly about: string };
    readonly without: string;
    readonly practice: Practice;
    readonly signal: AbortSignal;
  },
): Promise<ToldCheck> {
  const { looking, without, practice, signal } = given;
  return look(
    looking,
    async () => {
      await practice.readVault(secret, signal);
      return { state: "good", says: `${secret.host} gives it` };
    },
    ({ message }) => ({ state: "warning", says: `${message}; ${without}` }),
  );
}
