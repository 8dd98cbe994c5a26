import type { Complaint } from "../diagnostic.ts";
import { adoptOf } from "./envelope.ts";
import type { JsonObject } from "../json.ts";
import { printLocation } from "../location.ts";
import { locateIn } from "./origin.ts";
import type { Named } from "./references.ts";
import { armIdOf, resourceId, type ResourceId } from "../resource.ts";
import type { Moves } from "../stack.ts";

/** What a definition says of taking over, having been something else, and letting go. */
export function movesOf(envelope: JsonObject, self: Named, complain: (complaint: Complaint) => void): Moves {
  const adopt = adoptOf(envelope["adopt"]);
  const moves: Moves = {
    ...(adopt === undefined ? {} : { adopt }),
    ...(envelope["release"] === true ? { release: true } : {}),
  };
  const formerly = formerOf({ self, envelope });
  if (formerly === undefined) return moves;
  if (formerly.id === self.id) {
    complain({
      code: "illegal-value",
      path: ["formerly"],
      message: `\`${formerly.written}\` is the name it has now; case does not count in Azure`,
    });
  }
  const { resourceGroup, name } = formerly;
  return { ...moves, formerly: { resourceGroup, name } };
}

interface Moving {
  readonly self: Named;
  readonly envelope: JsonObject;
}

interface Former {
  readonly written: string;
  readonly resourceGroup: string;
  readonly name: string;
  readonly id: ResourceId;
}

function formerOf({ self, envelope }: Moving): Former | undefined {
  const written = envelope["formerly"];
  if (typeof written !== "string") return undefined;
  const [first = "", second] = written.split("/", 2);
  const before =
    second === undefined ? { resourceGroup: self.group, name: first } : { resourceGroup: first, name: second };
  const { subscription } = self.instance.environment;
  const id = resourceId(armIdOf({ subscription, resourceGroup: before.resourceGroup }, self.kind.armType, before.name));
  return { ...before, written, id };
}

/** Complaints about former names of which only one definition can make use, or none because another one has it now. */
export function contestedNames(all: readonly Moving[]): ReadonlyMap<Named, Complaint> {
  const wanted = new Map(all.map(({ self }) => [self.id, self]));
  const was = new Map<ResourceId, Named>();
  const complaints = new Map<Named, Complaint>();
  for (const moving of all) {
    const { self } = moving;
    const former = formerOf(moving);
    if (former === undefined || former.id === self.id) continue;
    const owner = wanted.get(former.id);
    const rival = was.get(former.id);
    if (rival === undefined) was.set(former.id, self);
    const because =
      owner !== undefined
        ? `what the definition at ${placeOf(owner, "name")} wants, so it is not free to be taken away`
        : rival !== undefined
          ? `what \`${rival.name}\` was as well, at ${placeOf(rival, "formerly")}; only one can take its place`
          : undefined;
    if (because === undefined) continue;
    complaints.set(self, {
      code: "contested-name",
      path: ["formerly"],
      message: `\`${former.written}\` is ${because}`,
    });
  }
  return complaints;
}

function placeOf({ instance }: Named, key: string): string {
  return printLocation(locateIn(instance, { code: "contested-name", message: "", path: [key] }));
}
