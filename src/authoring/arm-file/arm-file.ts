import { diagnose, tellOnce, type Checked, type Diagnostic } from "../../core/diagnostic.ts";
import { isList, isObject, type Json, type JsonObject, type Path } from "../../core/json.ts";
import type { Kind } from "../../core/kind.ts";
import { createLocator, longestFile, textOf, type SourceFile } from "../../core/language/source-file.ts";
import type { Location } from "../../core/location.ts";
import { armIdOf } from "../../core/resource.ts";
import { toWireShape } from "./az-shape.ts";
import { createFindings, type Findings, type FoundResource, type Places } from "./findings.ts";
import type { Target } from "./frame.ts";
import { readJson, type JsonText } from "./json-text.ts";
import { memberOf, sectionOf, textIn, type Member } from "./members.ts";
import { readParameterFile, unusedParameters, type GivenParameters } from "./parameter-file.ts";
import { readPlainResource, readResources, rowsOf, type PlainReading, type PlainResource } from "./plain-resources.ts";
import { exposedSecret } from "./secret-places.ts";
import { createSession, type Session, type UnknownSecret } from "./session.ts";
import { readTemplate } from "./template.ts";

/** What a file is read with. */
export interface ArmFileOptions {
  /** The kinds whose resources are wanted. */
  readonly kinds: readonly Kind[];
  /** Values for the parameters of a template. */
  readonly parameters?: SourceFile;
  /** Where a template would be deployed to: ids are made from it, and `resourceGroup().location`. */
  readonly scope: { readonly subscription: string; readonly resourceGroup: string; readonly location?: string };
}

/**
 * The alert resources that a file of ARM JSON describes: what the portal's JSON view, `az … show`, `az … list`, `az rest`
 * and the Resource Graph print, and templates, whose expressions are evaluated. What is left out is said with its place
 * and reason; the rest is there all the same, also when there are errors.
 */
export function readArmFile(file: SourceFile, options: ArmFileOptions): Checked<readonly FoundResource[]> {
  const text = textOf(file);
  const placeOf = createLocator(file.path, text);
  const refuse = (code: Diagnostic["code"], message: string, offset: number): Checked<readonly FoundResource[]> => ({
    value: [],
    diagnostics: [diagnose({ code, message, path: [] }, placeOf(offset))],
  });
  if (text.length > longestFile) {
    const millions = (length: number): string => (length / 1e6).toFixed(0);
    return refuse(
      "file-too-large",
      `a file of ${millions(text.length)} million characters is not read; ${millions(longestFile)} million are the most`,
      0,
    );
  }
  const json = readJson(text);
  if (!("values" in json)) return refuse("json-syntax", json.message, json.offset);
  if (json.values.length === 0) return refuse("not-arm-json", "the file is empty", 0);
  const loose = new Set<string | number>();
  const findings = createFindings(placesIn(json, loose, { placeOf }));
  const given: Checked<GivenParameters> =
    options.parameters === undefined ? { value: new Map(), diagnostics: [] } : readParameterFile(options.parameters);
  const reading: Reading = { findings, options, given: given.value, session: createSession(), unused: [], loose };
  for (const [index, value] of json.values.entries()) readValue(value, [index], reading);
  return {
    value: findings.resources(),
    diagnostics: tellOnce([
      ...given.diagnostics,
      ...reading.unused,
      ...findings.diagnostics().map((told) => ({ ...told, message: reading.session.scrub(told.message) })),
    ]),
  };
}

function placesIn(
  json: JsonText,
  loose: ReadonlySet<string | number>,
  { placeOf }: { placeOf(offset: number): Location },
): Places {
  // A resource without its template is read as the only one of a template that the file does not have.
  const real = (path: Path): Path => (loose.has(path[0] ?? -1) ? [...path.slice(0, 1), ...path.slice(3)] : path);
  return {
    locate: (path) => placeOf(json.offsetOf(real(path))),
    locateIn: (path, character) => placeOf(json.offsetIn(real(path), character)),
  };
}

interface Reading {
  readonly findings: Findings;
  readonly options: ArmFileOptions;
  readonly given: GivenParameters;
  readonly session: Session;
  readonly unused: Diagnostic[];
  /** Values of the file that are a resource of a template without the template. */
  readonly loose: Set<string | number>;
}

/** Tells by its looks what a value is, and takes the resources out of it. */
function readValue(value: Json, path: Path, reading: Reading): void {
  const { findings } = reading;
  const plain = {
    findings,
    wanted: wantedIn(reading),
    take: (resource: PlainResource, at: Path) => keep(resource, at, reading),
  };
  if (isList(value)) {
    readResources(value, path, plain);
    return;
  }
  const strange = whatElse(value);
  if (strange !== undefined || !isObject(value)) {
    findings.tell("not-arm-json", path, strange ?? "this is no resource, no list of resources and no template");
    return;
  }
  const wrapped = memberOf(value, "template");
  const list = memberOf(value, "value") ?? memberOf(value, "data");
  if (isTemplate(value)) readWholeTemplate(value, path, reading);
  else if (list !== undefined && textIn(value, "type") === undefined)
    readPage(value, list, { path: [...path, list.key], reading, plain });
  else if (textIn(value, "id") !== undefined) readPlainResource(value, path, plain);
  else if (textIn(value, "type") !== undefined && textIn(value, "name") !== undefined)
    readLooseResource(value, path, reading);
  else if (isObject(wrapped?.value) && isTemplate(wrapped.value))
    readWholeTemplate(wrapped.value, [...path, wrapped.key], reading);
  else
    findings.tell(
      "not-arm-json",
      path,
      "this is no resource (which has an `id`), no list of resources and no template (which has `resources`)",
    );
}

/** Things that people take for a template. */
function whatElse(value: Json): string | undefined {
  if (!isObject(value)) return undefined;
  const error = memberOf(value, "error");
  if (error !== undefined && memberOf(value, "id") === undefined && memberOf(value, "template") === undefined)
    return "this is an error that Azure answered, and no resource";
  if (/deploymentParameters\.json/i.test(textIn(value, "$schema") ?? ""))
    return "this is a parameter file; give the template with `--from` and this with `--parameters`";
  if (isObject(memberOf(memberOf(value, "properties")?.value, "policyrule")?.value))
    return "this is a policy definition, which makes resources only where it is assigned; import what it has made from Azure";
  return undefined;
}

function isTemplate(value: JsonObject): boolean {
  const resources = memberOf(value, "resources")?.value;
  return (isList(resources) || isObject(resources)) && memberOf(value, "type") === undefined;
}

function readPage(
  answer: JsonObject,
  { value: list }: Member,
  given: { readonly path: Path; readonly reading: Reading; readonly plain: PlainReading },
): void {
  const { path } = given;
  const { findings } = given.reading;
  const next =
    memberOf(answer, "nextlink") ??
    memberOf(answer, "$skiptoken") ??
    memberOf(answer, "skip_token") ??
    memberOf(answer, "@odata.nextlink");
  if (next !== undefined && next.value !== "")
    findings.tell(
      "one-page-only",
      path,
      `this is one page of a longer list (\`${next.key}\`); what is on the others is not in the file`,
    );
  const rows = isList(list) ? list : rowsOf(list);
  if (rows === undefined) findings.tell("not-arm-json", path, "this is no list of resources");
  else readResources(rows, path, given.plain);
}

/** A resource out of a template, copied without the rest: it has no id, and its place is where it would be deployed to. */
function readLooseResource(resource: JsonObject, path: Path, reading: Reading): void {
  reading.loose.add(path[0] ?? 0);
  readTemplate({ resources: [resource] }, templateReading(reading), {
    path,
    target: reading.options.scope,
    parameter: () => undefined,
  });
}

function readWholeTemplate(template: JsonObject, path: Path, reading: Reading): void {
  const { given, options } = reading;
  reading.unused.push(...unusedParameters(given, Object.keys(sectionOf(template, "parameters").members)));
  readTemplate(template, templateReading(reading), {
    path,
    target: targetOf(textIn(template, "$schema") ?? "", options.scope),
    parameter: (name) => given.get(name)?.given,
  });
}

/** A template says by its schema whether it is one of a resource group. */
function targetOf(schema: string, scope: ArmFileOptions["scope"]): Target {
  return /(subscription|managementGroup|tenant)DeploymentTemplate\.json/i.test(schema)
    ? { subscription: scope.subscription }
    : scope;
}

function wantedIn({ options }: Reading): (type: string) => string | undefined {
  const types = new Map(options.kinds.map(({ armType }) => [armType.toLowerCase(), armType]));
  return (type) => types.get(type.toLowerCase());
}

function templateReading(reading: Reading): Parameters<typeof readTemplate>[1] {
  const { findings, session } = reading;
  return {
    session,
    findings,
    wanted: wantedIn(reading),
    take: ({ type, name, target, apiVersion, body, path }) => {
      const { subscription, resourceGroup = "" } = target;
      const armId = armIdOf({ subscription, resourceGroup }, type, name);
      const whole = toWireShape({ id: armId, name, type, properties: {}, ...body });
      keep(
        { armId, body: { ...whole, id: armId, name, type }, ...(apiVersion === undefined ? {} : { apiVersion }) },
        path,
        reading,
      );
    },
  };
}

/** Keeps a resource, unless it would show a secret; tells of secrets in it that nobody knows here. */
function keep(resource: PlainResource, path: Path, { findings, options, session }: Reading): void {
  const name = textIn(resource.body, "name") ?? resource.armId;
  const exposed = exposedSecret(resource, { kinds: options.kinds, secrets: session.secrets() });
  if (exposed !== undefined) {
    const message = `\`${name}\` is left out: the secret parameter \`${exposed}\` stands in it where it would be shown; write a text of its own there`;
    findings.tell("secret-in-the-open", path, message);
    return;
  }
  for (const { parameter, path: at } of unknownSecretsIn(resource.body, session)) {
    const message = `the value of the secret parameter \`${parameter}\` is not known, so \`${name}\` needs a secret of yours in its place`;
    findings.tell("secret-not-known", at, message);
  }
  findings.found(resource, path);
}

function unknownSecretsIn(body: JsonObject, session: Session): readonly UnknownSecret[] {
  const found = new Map<string, UnknownSecret>();
  const look = (value: Json): void => {
    if (typeof value === "string") {
      const unknown = session.unknownIn(value);
      if (unknown !== undefined) found.set(unknown.parameter, unknown);
    } else if (isList(value)) value.forEach(look);
    else if (isObject(value)) Object.values(value).forEach(look);
  };
  look(body);
  return [...found.values()];
}
