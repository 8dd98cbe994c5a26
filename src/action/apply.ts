import type { ActionCommand } from "./run.ts";

export const runApply: ActionCommand = () => Promise.reject(new Error("to be written"));
