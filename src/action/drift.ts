import type { ActionCommand } from "./run.ts";

export const runDrift: ActionCommand = () => Promise.reject(new Error("to be written"));
