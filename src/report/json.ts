import type { Report } from "../core/plan/report.ts";
import { visible } from "./visible.ts";

/** The version of the JSON contract; a change that breaks a reader makes it 2. */
export const formatVersion = 1;

/**
 * A report as the JSON of the contract: one document, with a newline at its end. It is looked at in terminals and logs
 * as well, so the characters that act there are escaped; whoever parses it gets the same texts.
 */
export function renderJson(report: Report): string {
  const json = JSON.stringify({ formatVersion, ...report }, undefined, 2);
  return `${escapeActing(json)}\n`;
}

/** JSON whose texts are escaped where a terminal or a log would obey them. */
export function escapeActing(json: string): string {
  return json.replaceAll(/[^\n -~]/gu, escapeOne);
}

function escapeOne(character: string): string {
  if (visible(character) === character) return character;
  return character
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
}
