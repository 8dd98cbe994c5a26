/**
 * Texts of Azure, of files and of names are printed in a terminal, where some characters are commands: they move the
 * cursor, hide what stood there, or turn the reading direction. None of them may act; each is shown instead. Every text
 * passes here on its way out (`print.ts`), so no caller has to remember it.
 */
export function visible(text: string): string {
  return text.toWellFormed().replaceAll(acting, show);
}

/**
 * C0, DEL and C1; marks and overrides of the reading direction; separators of lines; what is there and takes no room;
 * the tags that can smuggle text. The joiners U+200C and U+200D stay: scripts and emoji need them.
 */
export const acting =
  /[\p{Cc}\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;

function show(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  // Unicode has pictures of the old control characters: ␛, ␇, ␡.
  if (point < 0x20) return String.fromCodePoint(0x2400 + point);
  if (point === 0x7f) return "\u2421";
  return `<U+${point.toString(16).toUpperCase().padStart(4, "0")}>`;
}

/** How many columns a terminal gives a text: two for Korean, Chinese and Japanese letters and emoji, none for marks. */
export function widthOf(text: string): number {
  if (narrow.test(text)) return text.length;
  letters ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  let width = 0;
  for (const { segment } of letters.segment(text)) width += wide.test(segment) ? 2 : marks.test(segment) ? 0 : 1;
  return width;
}

/** Latin letters and our own signs: each takes one column. */
const narrow = /^[\u0020-\u007e\u00a1-\u00ac\u00ae-\u02ff–…•→↩─━│✓✗]*$/;
/** Made when a text needs it: making it takes as long as reading twenty definitions. */
let letters: Intl.Segmenter | undefined;
const wide =
  /^(?:[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation})/u;
const marks = /^\p{M}+$/u;
