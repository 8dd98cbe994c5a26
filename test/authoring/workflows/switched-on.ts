/** A workflow with what stands ready in it switched on: lines whose sign has no blank behind it, as in `#heal:`. */
export function switchedOn(text: string): string {
  return text.replaceAll(/^(\s*)#(?=[\w-]| {2})/gm, "$1");
}
