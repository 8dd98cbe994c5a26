import type { SourceFile } from "../core/language/source-file.ts";

/** A commit as people know it. */
export interface Commit {
  /** Its whole id. */
  readonly id: string;
  /** The first line of its message; anybody's text. */
  readonly title: string;
}

/** The workspace and its rule files at a commit; their paths are those that the files of today have in diagnostics. */
export interface PastFiles {
  readonly workspace: SourceFile;
  readonly rules: readonly SourceFile[];
}

/** Why the history does not say it: no repository, a shallow clone, no such commit. In words, with the way out. */
export interface Untold {
  readonly because: string;
}

/** What the repository around a workspace says of earlier definitions. Nothing in it writes, and nothing in it throws for what git does not know. */
export interface History {
  /**
   * The commit against which a change is judged: where what is checked out parted from `other`, a commit of the branch it
   * is for; of a merge that a host tries out for a pull request its first parent, that branch as it was merged into.
   */
  baseOf(other: string): Promise<Commit | Untold>;
  /** Workspace and rules at a commit; nothing where the workspace was not there. */
  filesAt(commit: string): Promise<PastFiles | Untold | undefined>;
  /**
   * The nearest commit before whose definitions, workspace included, are byte for byte those at hand, while those of
   * `base` are not: what at hand goes back to. Of several in a row with the same definitions it is the first.
   */
  restores(base: string): Promise<Commit | undefined>;
  /** Commits along the first parents, what is checked out first; at most so many. */
  lately(most: number): Promise<readonly Commit[]>;
  /** Of these, those that changed the workspace or its rules; the newest first. */
  changes(most: number): Promise<readonly Commit[]>;
}
