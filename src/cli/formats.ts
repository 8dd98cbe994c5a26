import type { Format, Invocation } from "./invocation.ts";
import { UsageError } from "./usage-error.ts";

/** How each command can tell its result; what prints nothing but notes takes no other than text. */
const formatsOf: Readonly<Record<Invocation["command"], readonly Format[]>> = {
  init: ["text"],
  doctor: ["text", "json"],
  validate: ["text", "json", "markdown", "sarif", "github"],
  show: ["text", "json"],
  plan: ["text", "json", "markdown"],
  apply: ["text", "json", "markdown"],
  drift: ["text", "json", "markdown"],
  import: ["text", "json"],
  "import-update": ["text", "json"],
  emulator: ["text"],
};

/** Refuses a format that a command has not got, with those that it has. */
export function checkFormat({ command }: Invocation, format: Format): void {
  const known = formatsOf[command];
  if (known.includes(format)) return;
  const name = command === "import-update" ? "import --update" : command;
  const there = known.map((one) => `\`${one}\``).join(", ");
  throw new UsageError(
    `\`tocsin ${name}\` has no \`--format ${format}\`; there ${known.length === 1 ? "is" : "are"} ${there}`,
  );
}
