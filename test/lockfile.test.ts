import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

interface Locked {
  readonly version?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** Where Node would look for a package from a place in the tree, nearest first. */
function places(from: string, name: string): readonly string[] {
  const steps = from.split("/node_modules/");
  return [...steps.keys()].toReversed().flatMap((index) => {
    const base = steps.slice(0, index + 1).join("/node_modules/");
    return base === "" ? [] : [`${base}/node_modules/${name}`];
  });
}

// `npm ci` of npm 11 refuses a lockfile that leaves one out, also one for another platform; npm 10 does not, and npm
// itself leaves out those that the registry at hand does not have.
test("the lockfile has every optional package, for whatever platform it is", () => {
  const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8")) as { packages: Record<string, Locked> };
  const missing = Object.entries(packages).flatMap(([from, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => ![...places(from, name), `node_modules/${name}`].some((place) => place in packages),
    ),
  );
  expect(missing).toEqual([]);
});
