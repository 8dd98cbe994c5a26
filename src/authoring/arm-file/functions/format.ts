import type { Json } from "../../../core/json.ts";
import { Unevaluated } from "../unevaluated.ts";
import { refuseLonger, textOf } from "./text-of.ts";

const hole = /\{\{|\}\}|\{(\d{1,3})(?:,(-?\d{1,3}))?(?::([^{}]*))?\}|[{}]/g;

/**
 * .NET's composite format, of which templates use `{0}`, a width (`{0,5}`, `{0,-5}`) digits (`{0:D3}`) and groups of digits (`{0:N0}`)
 * (https://learn.microsoft.com/dotnet/standard/base-types/composite-formatting).
 */
export function formatText(form: string, args: readonly Json[]): string {
  let length = form.length;
  return form.replaceAll(hole, (found, index?: string, width?: string, spelling?: string) => {
    if (found === "{{" || found === "}}") return found.slice(1);
    const value = index === undefined ? undefined : args[Number(index)];
    if (index === undefined)
      throw new Unevaluated(`\`${found}\` stands alone in a \`format\`; write it twice for the character itself`);
    if (value === undefined) throw new Unevaluated(`\`format\` has no value for \`${found}\``);
    const text = spell(value, spelling ?? "");
    length += Math.max(text.length, Math.abs(Number(width ?? 0)));
    refuseLonger(length);
    return Number(width ?? 0) < 0 ? text.padEnd(-Number(width)) : text.padStart(Number(width ?? 0));
  });
}

function spell(value: Json, spelling: string): string {
  if (spelling === "") return value === null ? "" : textOf(value);
  const [, letter = "", digits = ""] = /^([dDnN])(\d{0,2})$/.exec(spelling) ?? [];
  if (letter === "" || typeof value !== "number" || !Number.isInteger(value))
    throw new Unevaluated(
      `the spelling \`${spelling}\` of \`format\` is not known here; \`D3\` and \`N0\` of whole numbers are`,
    );
  const sign = value < 0 ? "-" : "";
  const text = String(Math.abs(value));
  if (letter.toUpperCase() === "D") return `${sign}${text.padStart(Number(digits), "0")}`;
  const decimals = digits === "" ? 2 : Number(digits);
  return `${sign}${text.replaceAll(/\B(?=(?:\d{3})+$)/g, ",")}${decimals === 0 ? "" : `.${"0".repeat(decimals)}`}`;
}
