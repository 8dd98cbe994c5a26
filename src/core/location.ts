/** A place in a file the author can open: both numbers count from 1, columns in UTF-16 units as editors do. */
export interface Location {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Files in order, then top to bottom: the one order in which places are told. */
export function byLocation(a: Location, b: Location): number {
  return a.file === b.file ? a.line - b.line || a.column - b.column : a.file < b.file ? -1 : 1;
}

/** The place as editors and terminals make a link of it: `rules/aks.yaml:12:7`. */
export function printLocation(at: Location): string {
  return `${at.file}:${at.line}:${at.column}`;
}
