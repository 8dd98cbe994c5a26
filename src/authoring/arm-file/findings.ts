import { canonical, type JsonObject, type Path } from "../../core/json.ts";
import type { Location } from "../../core/location.ts";
import { diagnose, type Diagnostic } from "../../core/diagnostic.ts";
import type { DiagnosticCode } from "../../core/codes/diagnostic-codes.ts";
import { resourceId } from "../../core/resource.ts";
import type { Reason } from "./unevaluated.ts";

/** A resource that a file describes, in the form in which Azure would answer it. */
export interface FoundResource {
  readonly armId: string;
  /** The api-version whose words the body is in, where the file says it. */
  readonly apiVersion?: string;
  /** `id`, `name`, `type`, `location`, `tags`, `properties` and what else Azure has beside them. */
  readonly body: JsonObject;
  /** Where the file begins to describe it; the rounds of a `copy` share a place. */
  readonly at: Location;
}

/** What a resource needs that has no value. */
export interface Need {
  /** Where in the resource: `properties.scopes[0]`. */
  readonly place: string;
  readonly reason: Reason;
}

/** Collects what a file holds, and what of it is left out and why. */
export interface Findings {
  found(resource: Omit<FoundResource, "at">, path: Path): void;
  /** A resource is not imported because of what it needs. */
  leftOut(subject: string, needs: readonly Need[]): void;
  /** A resource of a type that no kind has. */
  other(type: string): void;
  tell(code: DiagnosticCode, path: Path, message: string): void;
  resources(): readonly FoundResource[];
  diagnostics(): readonly Diagnostic[];
}

/** Where things are in the file. */
export interface Places {
  locate(path: Path): Location;
  locateIn(path: Path, character: number): Location;
}

const mostNamed = 20;

/** Findings of one file. */
export function createFindings(places: Places): Findings {
  const resources = new Map<string, FoundResource>();
  const causes = new Map<string, { readonly reason: Reason; readonly needed: Set<string> }>();
  const others = new Map<string, number>();
  const told: Diagnostic[] = [];
  const tell = (code: DiagnosticCode, at: Location, message: string): void => {
    told.push(diagnose({ code, message, path: [] }, at));
  };
  return {
    found: (resource, path) => {
      const id = resourceId(resource.armId);
      const before = resources.get(id);
      if (before === undefined) resources.set(id, { ...resource, at: places.locate(path) });
      else if (canonical(before.body) !== canonical(resource.body))
        tell(
          "described-twice",
          places.locate(path),
          `\`${resource.armId}\` is described a second time, and otherwise than in line ${before.at.line}; only that one is taken`,
        );
    },
    leftOut: (subject, needs) => {
      for (const { place, reason } of needs) {
        const key = JSON.stringify(reason);
        const cause = causes.get(key) ?? { reason, needed: new Set() };
        causes.set(key, cause);
        cause.needed.add(place === "" ? subject : `${subject} (\`${place}\`)`);
      }
    },
    other: (type) => {
      others.set(type, (others.get(type) ?? 0) + 1);
    },
    tell: (code, path, message) => tell(code, places.locate(path), message),
    resources: () => [...resources.values()],
    diagnostics: () => [
      ...told,
      ...[...causes.values()].map(({ reason, needed }) =>
        diagnose(
          { code: reason.code, message: `${reason.message}; left out without it: ${listed([...needed])}`, path: [] },
          places.locateIn(reason.path, reason.character),
        ),
      ),
      ...(others.size === 0
        ? []
        : [diagnose({ code: "other-types", message: otherTypes(others), path: [] }, places.locate([]))]),
    ],
  };
}

function listed(names: readonly string[]): string {
  const rest = names.length - mostNamed;
  return `${names.slice(0, mostNamed).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}

function otherTypes(others: ReadonlyMap<string, number>): string {
  const total = [...others.values()].reduce((sum, count) => sum + count, 0);
  const types = [...others].toSorted(([, a], [, b]) => b - a).map(([type, count]) => `${count} ${type}`);
  return `${total} ${total === 1 ? "resource is" : "resources are"} of other types than alerts and action groups, and left out: ${listed(types)}`;
}

/** A path as people write it: `properties.scopes[0]`. */
export function printPath(path: Path): string {
  return path.map((step, index) => (typeof step === "number" ? `[${step}]` : index === 0 ? step : `.${step}`)).join("");
}
