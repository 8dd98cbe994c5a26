import { isObject, type JsonObject } from "../../src/core/json.ts";
import type { Kind } from "../../src/core/kind.ts";
import { carry } from "../../src/core/settings/overlay.ts";
import { arm } from "../../src/emulator/arm/arm.ts";
import { createWorld } from "../../src/emulator/arm/world.ts";
import { readBody } from "../support/read-body.ts";
import { type Recorded, textIn } from "./recordings.ts";
import type { Mismatch } from "./same-body.ts";
import { settingsDiffer } from "./settings-differ.ts";

/** A recorded resource as it was read. */
export interface Read extends Recorded {
  readonly kind: Kind;
  readonly settings: JsonObject;
  /** What we have no word for. */
  readonly beside: JsonObject | undefined;
}

/**
 * Writing what was read gives a body to which the server answers the same settings: in the version it was recorded in,
 * and in the newest that we speak.
 */
export async function written({ kind, settings, beside, body, exchange }: Read): Promise<readonly Mismatch[]> {
  const made = carry(kind.toArm(settings), beside ?? {});
  const tags = body["tags"];
  const versions = new Set([exchange.query["api-version"] ?? "", kind.apiVersions[0]]);
  const problems: Mismatch[] = [];
  for (const version of versions) {
    const law = `written in ${version}`;
    const answer = await put(textIn(body, "id"), version, { ...made, ...(isObject(tags) ? { tags } : {}) });
    if (!isObject(answer.body) || answer.status >= 300) {
      problems.push({ place: law, recorded: "taken", answered: JSON.stringify(answer) });
    } else {
      problems.push(...settingsDiffer(law, kind, settings, readBody(kind, answer.body).settings));
    }
  }
  return problems;
}

async function put(
  id: string,
  version: string,
  body: JsonObject,
): Promise<{ readonly status: number; readonly body: JsonObject | undefined }> {
  const url = `https://management.azure.com${encodeURI(id)}?api-version=${version}`;
  const request = { method: "PUT", url, headers: {}, body: JSON.stringify(body) };
  const outcome = await arm(request, createWorld({ rateLimits: "off" }));
  if (outcome.outcome !== "answered") throw new Error("the emulator did not answer");
  // Sound because the emulator answers a PUT with JSON.
  return { status: outcome.answer.status, body: JSON.parse(outcome.answer.body) as JsonObject };
}
