import type { ActionCommand } from "./run.ts";

export const runValidate: ActionCommand = () => Promise.reject(new Error("to be written"));
