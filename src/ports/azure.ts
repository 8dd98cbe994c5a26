import type { RefusedFederation, ShownAssertion } from "../core/federated-credential.ts";
import type { Json, JsonObject } from "../core/json.ts";
import type { Place } from "../core/resource.ts";
import type { Permission } from "../core/rights/permission.ts";
import type { SignedIn } from "../core/rights/signed-in.ts";

/** A type of resource in ARM with the api-versions we speak, newest first; reads and writes use the same one. */
export interface ArmType {
  readonly name: string;
  readonly apiVersions: readonly [string, ...string[]];
}

/** What a list covers. Without a resource group it is the subscription's, which can lag a minute behind. */
export interface Scope {
  readonly subscription: string;
  readonly resourceGroup?: string;
}

/** A resource as Azure answered it, byte-true; `apiVersion` is the version it was read or written with. */
export interface ArmResource {
  readonly armId: string;
  readonly apiVersion: string;
  readonly body: JsonObject;
}

/** A question that no list answers. The activity log tells who wrote what; times are ISO 8601 instants in UTC. */
export interface Question {
  readonly about: "activity-log";
  readonly subscription: string;
  readonly resourceGroup?: string;
  /** The ARM id of the only resource that is asked about, instead of a group. */
  readonly resource?: string;
  readonly from: string;
  readonly to: string;
}

/** All that reading commands may do to Azure. */
export interface AzureReader {
  /** Every page, or an error: no half list exists. */
  list(type: ArmType, scope: Scope, signal: AbortSignal): Promise<readonly ArmResource[]>;
  /** The resource, or nothing where Azure says 404 for it. */
  get(type: ArmType, armId: string, signal: AbortSignal): Promise<ArmResource | undefined>;
  ask(question: Question, signal: AbortSignal): AsyncIterable<Json>;
}

/** What `doctor` asks of Azure besides: whether what is needed is there, and what this identity may do. */
export interface AzureAccess {
  /** As whom, and what was shown for it of another's token; nobody over plain http, where no credential is sent. */
  signIn(signal: AbortSignal): Promise<{ readonly as: SignedIn; readonly shown?: ShownAssertion } | undefined>;
  subscription(id: string, signal: AbortSignal): Promise<{ readonly name: string; readonly state: string }>;
  hasResourceGroup(place: Place, signal: AbortSignal): Promise<boolean>;
  /** `Registered`, or what else Azure says of a namespace in a subscription. */
  registration(subscription: string, namespace: string, signal: AbortSignal): Promise<string>;
  /** What the roles of this identity allow in a resource group, each by itself. */
  permissions(place: Place, signal: AbortSignal): Promise<readonly Permission[]>;
}

/** What `apply` may do besides. */
export interface AzureWriter {
  /** Replaces the whole resource and gives back Azure's answer. */
  put(type: ArmType, armId: string, body: JsonObject, signal: AbortSignal): Promise<ArmResource>;
  delete(type: ArmType, armId: string, signal: AbortSignal): Promise<"deleted" | "was-not-there">;
}

/** Why Azure did not do it; `interrupted`: a write was sent and nobody knows whether it was done. */
export type AzureRefusal =
  | "unauthenticated"
  | "forbidden"
  | "not-found"
  | "conflict"
  | "throttled"
  | "rejected"
  | "unavailable"
  | "interrupted";

/** Azure's refusal or failure, with what was tried and Azure's own words, free of secrets. */
export class AzureError extends Error {
  readonly reason: AzureRefusal;
  /** Method and path of the request, without the query: `PUT /subscriptions/…/metricAlerts/cpu`. */
  readonly tried: string;
  readonly status: number | undefined;
  /** Azure's own code, such as `LinkedAuthorizationFailed`. */
  readonly code: string | undefined;
  readonly correlationId: string | undefined;
  /** Of a sign-in by OpenID Connect that was refused. */
  readonly federation: RefusedFederation | undefined;

  constructor(
    message: string,
    details: {
      reason: AzureRefusal;
      tried: string;
      status?: number | undefined;
      code?: string | undefined;
      correlationId?: string | undefined;
      federation?: RefusedFederation | undefined;
      cause?: unknown;
    },
  ) {
    super(message, { cause: details.cause });
    this.name = "AzureError";
    this.reason = details.reason;
    this.tried = details.tried;
    this.status = details.status;
    this.code = details.code;
    this.correlationId = details.correlationId;
    this.federation = details.federation;
  }
}
