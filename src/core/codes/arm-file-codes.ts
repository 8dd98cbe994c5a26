import type { CodePage } from "./code-page.ts";

/** What can be wrong with a file of ARM JSON that is imported. Whatever is left out, the rest is imported. */
export const armFileCodes = {
  "json-syntax": {
    severity: "error",
    means: "A file to import is not JSON, so nothing of it is imported.",
    instead: "Mend the place in the message. Comments and commas before a closing bracket are no mistakes.",
  },
  "not-arm-json": {
    severity: "error",
    means: "A file to import is JSON, but holds neither a resource nor a list of resources nor a template.",
    instead: "Give what `az … show -o json`, the portal's JSON view or `az bicep build` writes.",
  },
  "not-a-resource": {
    severity: "error",
    means: "Something that stands where a resource should cannot be one, and is left out.",
    instead: "Mend what the message says, or import the resource from Azure.",
  },
  "not-evaluated": {
    severity: "error",
    means: "An expression of a template has no value here. The resources that need it are left out, whole.",
    instead: "Write its value in its place, give it with `--parameters`, or import the resources from Azure.",
  },
  "illegal-expression": {
    severity: "error",
    means: "A text of a template stands in `[…]` and is no expression. The resources that need it are left out.",
    instead: "Mend it, or write `[[` where a text begins with a bracket.",
  },
  "missing-parameter": {
    severity: "error",
    means: "A parameter of a template has no value that is known. The resources that need it are left out.",
    instead: "Give it in a parameter file, with `--parameters FILE`.",
  },
  "illegal-parameter": {
    severity: "error",
    means:
      "A parameter's value is not of its type, or none that the template allows. The resources that need it are left out.",
    instead: "Mend the value in the parameter file, or the parameter's default.",
  },
  "unknown-parameter": {
    severity: "warning",
    means: "A parameter file has a value for a parameter that the template does not have.",
    instead: "Use the name in the message; a default may be in force where another value was meant.",
  },
  "no-parameter-file": {
    severity: "error",
    means: "What was given with `--parameters` is no parameter file, or a value in it is none.",
    instead:
      'Write `{ "parameters": { "NAME": { "value": … } } }`; build a `.bicepparam` with `az bicep build-params`.',
  },
  "not-deployed": {
    severity: "warning",
    means: "A resource of a template is not deployed with these parameters, and is left out.",
    instead: "Give the parameters with which it is, or leave it.",
  },
  "linked-template": {
    severity: "error",
    means: "A template deploys another one that is not in the file; what that one holds is left out.",
    instead: "Import the other template as well, or import from Azure what it has made.",
  },
  "other-types": {
    severity: "warning",
    means: "A file holds resources of types that Tocsin does not look after. They are left out.",
    instead: "Nothing need be done; whoever makes them goes on doing so.",
  },
  "one-page-only": {
    severity: "error",
    means: "A list is one page of a longer one. What is on the other pages is not imported.",
    instead: "Fetch the other pages, too, or import from Azure.",
  },
  "described-twice": {
    severity: "error",
    means: "A file describes one resource twice, and not as the same. The first one is imported.",
    instead: "Remove the one that is not meant.",
  },
  "secret-not-known": {
    severity: "warning",
    means:
      "A secret of a template is in a Key Vault or was not given. The resource is imported with a secret in its place.",
    instead: "Give the secret a source in the workspace, or leave it `{ live: true }` to keep the one Azure has.",
  },
  "secret-in-the-open": {
    severity: "error",
    means: "A secret parameter of a template stands in a resource where it would be shown. The resource is left out.",
    instead: "Do not put secrets into names, descriptions or tags; whoever may read the resource knows them.",
  },
} as const satisfies Record<string, CodePage>;
