import { isDeepStrictEqual } from "node:util";
import type { World } from "../../src/emulator/arm/world.ts";
import type { Wish } from "./workshop-days.ts";
import type { Files } from "./workshop.ts";

/* The definitions of a company that has a few action groups, and whether Azure has them. */

function textOf([name, value]: readonly [string, string]): string {
  return `kind: ActionGroup
name: ${name}
spec: { groupShortName: ${name}, emailReceivers: [{ name: admin, emailAddress: ${value}@company.com }] }
`;
}

/** The files that make groups so, or take them away. */
export function filesOf(wishes: readonly Wish[]): Files {
  return Object.fromEntries(
    wishes.map(([name, value]) => [`rules/${name}.yaml`, value === null ? undefined : textOf([name, value])]),
  );
}

/** What `main` has at first; one group stays for ever. */
export function beginning(unreviewed: "apply" | "stop"): Files {
  return {
    "tocsin.yaml": `stack: shop
rules: [rules/**/*.yaml]
environments:
  production: { subscription: 11111111-1111-1111-1111-111111111111, resourceGroup: rg-alerts, location: koreacentral }
guard: { unreviewed: ${unreviewed}, maximumDeletes: { percent: 100 } }
`,
    "rules/z.yaml": textOf(["z", "one"]),
    "rules/a.yaml": textOf(["a", "one"]),
  };
}

/** True where Azure has just the groups of these files. */
export function isInAzure(files: Files, { store }: World): boolean {
  const wanted = Object.entries(files).filter(([path, text]) => text !== undefined && path.startsWith("rules/"));
  const found = store.all().map(({ place, body }) => {
    const value = /(\w+)@company/.exec(JSON.stringify(body))?.[1] ?? "";
    return textOf([place.name, value]);
  });
  return isDeepStrictEqual(new Set(found), new Set(wanted.map(([, text]) => text)));
}

/** True of two that say the same, whatever there is to read besides. */
export function isSame(one: Files, other: Files): boolean {
  const paths = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...paths].every((path) => path === "README.md" || one[path] === other[path]);
}
