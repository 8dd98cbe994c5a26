import { readArmFile } from "../../authoring/arm-file/arm-file.ts";
import { tellOnce, type Diagnostic } from "../../core/diagnostic.ts";
import type { Kind } from "../../core/kind.ts";
import type { SourceFile } from "../../core/language/source-file.ts";
import type { Environment } from "../../core/language/workspace.ts";
import { parseArmId } from "../../core/resource.ts";
import { AzureError, type ArmResource, type ArmType, type AzureReader } from "../../ports/azure.ts";
import { armTypeOf } from "../survey.ts";

/** Where import takes its resources from: Azure, or files. */
export interface ImportSource {
  /** Bodies as they are in Azure, or are to be. */
  readonly resources: readonly ArmResource[];
  /** What could not be read as a body, such as an expression in a template; the rest is imported all the same. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What is read of Azure. */
export interface Reading {
  readonly environment: Environment;
  readonly kinds: readonly Kind[];
  readonly reader: AzureReader;
  readonly signal: AbortSignal;
  /** Resource groups besides the environment's own. */
  readonly resourceGroups: readonly string[];
  /** The whole subscription, or only those groups. */
  readonly reach: "groups" | "subscription";
}

/**
 * Reads all resources of our types, whole or not at all. A subscription's list can lag a minute behind, so it only says
 * which groups there are; what is in them is asked of each.
 */
export async function readFromAzure(reading: Reading): Promise<ImportSource> {
  const { environment, kinds, reader, signal, reach } = reading;
  const { subscription } = environment;
  const types = [...new Map(kinds.map((kind) => [kind.armType.toLowerCase(), armTypeOf(kind)])).values()];
  const named = distinct([...environment.resourceGroups, ...reading.resourceGroups]);
  const listed =
    reach === "groups"
      ? []
      : (await Promise.all(types.map((type) => reader.list(type, { subscription }, signal)))).flat();
  const further = distinct(listed.flatMap(({ armId }) => parseArmId(armId)?.resourceGroup ?? [])).filter(
    (group) => !named.some((one) => one.toLowerCase() === group.toLowerCase()),
  );
  const list = (type: ArmType, resourceGroup: string): Promise<readonly ArmResource[]> =>
    reader.list(type, { subscription, resourceGroup }, signal);
  const inNamed = types.flatMap((type) => named.map((group) => list(type, group)));
  const inFurther = types.flatMap((type) => further.map((group) => emptyWhereGone(list(type, group))));
  const resources = (await Promise.all([...inNamed, ...inFurther])).flat();
  return { resources, diagnostics: [] };
}

/** What files are read with. */
export interface ReadingOfFiles {
  readonly environment: Environment;
  readonly kinds: readonly Kind[];
  /** Values for the parameters of templates. */
  readonly parameters?: SourceFile;
}

/** The resources that files of ARM JSON describe, as they would be in the environment's subscription and resource group. */
export function readFromFiles(
  files: readonly SourceFile[],
  { environment, kinds, parameters }: ReadingOfFiles,
): ImportSource {
  const { subscription, resourceGroup, location } = environment;
  const scope = { subscription, resourceGroup, ...(location === undefined ? {} : { location }) };
  const options = { kinds, scope, ...(parameters === undefined ? {} : { parameters }) };
  const read = files.map((file) => readArmFile(file, options));
  return {
    resources: read.flatMap(({ value }) =>
      value.map(({ armId, apiVersion = "", body }) => ({ armId, apiVersion, body })),
    ),
    diagnostics: tellOnce(read.flatMap(({ diagnostics }) => diagnostics)),
  };
}

/** A group that nobody named can be gone since the subscription's list was made. */
async function emptyWhereGone(listing: Promise<readonly ArmResource[]>): Promise<readonly ArmResource[]> {
  try {
    return await listing;
  } catch (error) {
    if (error instanceof AzureError && error.reason === "not-found") return [];
    throw error;
  }
}

function distinct(names: readonly string[]): readonly string[] {
  return [...new Map(names.toReversed().map((name) => [name.toLowerCase(), name])).values()].toReversed();
}
