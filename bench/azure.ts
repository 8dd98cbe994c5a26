import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { kinds } from "../src/kinds/kinds.ts";

/** The embedded Azure in a process of its own, so that its work is not measured as ours. */
export interface BenchAzure {
  readonly url: string;
  /** How many ARM types a survey of ours looks at. */
  readonly types: number;
  /** How many requests it has answered. */
  requests(): Promise<number>;
  stop(): Promise<void>;
}

export async function startAzure(): Promise<BenchAzure> {
  const server = fileURLToPath(new URL("azure-server.ts", import.meta.url));
  const child = spawn(process.execPath, [server], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = child.stdout.setEncoding("utf8");
  const next = async (): Promise<string> => {
    const [text] = (await once(lines, "data")) as [string];
    return text.trim();
  };
  const url = await next();
  return {
    url,
    types: new Set(kinds.map(({ armType }) => armType)).size,
    requests: async () => {
      const answer = next();
      child.stdin.write("requests\n");
      return Number(await answer);
    },
    stop: async () => {
      child.kill();
      await once(child, "close");
    },
  };
}
