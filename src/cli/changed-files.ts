import { resolve } from "node:path";
import type { FileToWrite } from "../write-together.ts";
import type { Sources } from "./opened.ts";

/** The files whose text is another one than was read, as they are to be written; the workspace is the first of them. */
export function changedFiles(read: Sources, now: Sources, folder: string): readonly FileToWrite[] {
  return [...now].flatMap(([path, text]) => {
    const was = read.get(path);
    return was === undefined || was === text ? [] : [{ path: resolve(folder, path), was, text }];
  });
}
