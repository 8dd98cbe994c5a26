import { styleText } from "node:util";
import type { Paint, Style } from "../report/print.ts";

type Format = Parameters<typeof styleText>[0];

// Only the sixteen colours a terminal's owner has chosen, and no background: it must be readable on white and on black.
const formats: Readonly<Record<Style, Format>> = {
  strong: "bold",
  faint: "dim",
  place: "cyan",
  good: "green",
  bad: ["bold", "red"],
  caution: "yellow",
  create: "green",
  update: "yellow",
  replace: "magenta",
  delete: "red",
  before: "red",
  beforeChanged: ["bold", "red"],
  after: "green",
  afterChanged: ["bold", "green"],
  secret: "magenta",
};

/** Paints for a terminal. */
export const colourful: Paint = (style, text) => styleText(formats[style], text, { validateStream: false });
