import { canonical, isObject, type Json, type JsonObject } from "../../src/core/json.ts";
import type { Kind } from "../../src/core/kind.ts";
import { carry, leaves, leftover } from "../../src/core/settings/overlay.ts";
import { validate } from "../../src/core/settings/validate.ts";
import { diagnosticCodes } from "../../src/core/codes/diagnostic-codes.ts";
import { parseArmId } from "../../src/core/resource.ts";
import { kinds } from "../../src/kinds/kinds.ts";
import { readBody } from "../support/read-body.ts";
import { adopted } from "./adopted.ts";
import { type Planted, plantedIn } from "./planted.ts";
import { type Exchange, type Recorded, type Recording, resourcesIn, textIn } from "./recordings.ts";
import { isServed } from "./replay.ts";
import type { Mismatch } from "./same-body.ts";
import { settingsDiffer } from "./settings-differ.ts";
import { written } from "./written.ts";

/** A property that Azure has and we have no word for. */
interface Unknown {
  readonly place: string;
  /** True where it is in the next body, too. */
  readonly carried: boolean;
}

/** What became of one recorded resource under the laws of reading, comparing and writing. */
export interface Judged extends Recorded {
  /** Nothing where no kind of ours claims it. */
  readonly kind: string | undefined;
  /** What does not hold, told as one would tell a wrong answer. */
  readonly problems: readonly Mismatch[];
  /** Why an author could not write the settings as they are: old shapes, or what Azure would refuse today. */
  readonly reasons: readonly string[];
  readonly unknowns: readonly Unknown[];
  readonly planted: Planted;
}

/** Whether a kind of ours has the type of an exchange. */
export function isOurs({ path, type }: Exchange): boolean {
  const namespace = /\/providers\/([^/]+)\//i.exec(path)?.[1] ?? "";
  return kinds.some(({ armType }) => armType.toLowerCase() === `${namespace}/${type}`.toLowerCase());
}

/** Judges every resource in a recording's answers. */
export async function judgeBodies(recording: Recording): Promise<readonly Judged[]> {
  const judged: Judged[] = [];
  for (const exchange of recording.exchanges.filter(isOurs)) {
    for (const body of resourcesIn(exchange)) judged.push(await judge({ recording, exchange, body }));
  }
  return judged;
}

async function judge(recorded: Recorded): Promise<Judged> {
  const { exchange, body } = recorded;
  const kind = kindOf(body);
  if (kind === undefined) {
    const problem = { place: "no kind claims it", recorded: body["id"], answered: undefined };
    return {
      ...recorded,
      kind: undefined,
      problems: [problem],
      reasons: [],
      unknowns: [],
      planted: { count: 0, lost: [] },
    };
  }
  const { settings, beside } = readBody(kind, body);
  const planted = plantedIn(kind, body);
  const served = isServed(exchange);
  const sent = sentSettings(kind, exchange);
  return {
    ...recorded,
    kind: kind.name,
    problems: [
      ...(sent === undefined ? [] : settingsDiffer("sent and answered", kind, sent, settings)),
      ...(served ? await written({ ...recorded, kind, settings, beside }) : []),
      ...(served ? await adopted({ ...recorded, kind, settings }) : []),
      ...planted.lost.map((place) => ({ place: `planted in ${place}`, recorded: "carried", answered: "lost" })),
    ],
    reasons: reasonsOf(kind, settings),
    unknowns: unknownsIn(kind, settings, beside),
    planted,
  };
}

function kindOf(body: JsonObject): Kind | undefined {
  const type = parseArmId(textIn(body, "id"))?.type.toLowerCase();
  return kinds.find((kind) => kind.armType.toLowerCase() === type && kind.claims(body));
}

function sentSettings(kind: Kind, { method, requestBody }: Exchange): JsonObject | undefined {
  return method === "PUT" && isObject(requestBody) ? readBody(kind, requestBody).settings : undefined;
}

function reasonsOf(kind: Kind, settings: JsonObject): readonly string[] {
  const complaints = [...validate(kind.schema, settings, () => undefined)];
  // A kind's own checks look at settings that its schema lets pass.
  if (complaints.length === 0) kind.check(settings, (code, path, message) => complaints.push({ code, path, message }));
  return complaints
    .filter(({ code }) => diagnosticCodes[code].severity === "error")
    .map(({ path, message }) => `${path.join(".")}: ${message}`);
}

/** An unknown is carried where the next body has it, with the value that was read. */
function unknownsIn(kind: Kind, settings: JsonObject, beside: JsonObject | undefined): readonly Unknown[] {
  if (beside === undefined) return [];
  const ours = kind.toArm(settings);
  const next = leftover(carry(ours, beside), ours, kind.owned);
  const there = new Set(saidIn(next));
  const read = saidIn(beside);
  return leaves(beside).map((place, index) => ({ place, carried: there.has(read[index] ?? "") }));
}

/** Each leaf with its value, in the order of `leaves`. */
function saidIn(value: Json | undefined, path = ""): readonly string[] {
  return isObject(value) && Object.keys(value).length > 0
    ? Object.entries(value).flatMap(([key, inner]) => saidIn(inner, `${path}.${key}`))
    : [`${path}: ${canonical(value ?? null)}`];
}
