import type { ActionCommand } from "./run.ts";

export const runPlan: ActionCommand = () => Promise.reject(new Error("to be written"));
