#!/usr/bin/env node
import { enableCompileCache } from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";

// Compiled code is kept in the user's own folder: the usual place, the system's temporary one, belongs to everybody.
enableCompileCache(join(process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "tocsin"));

const { run } = await import("./run.ts");
process.exitCode = await run(process.argv.slice(2));
