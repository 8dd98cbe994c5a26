import { createWorld } from "../src/emulator/arm/world.ts";
import { startEmulator } from "../src/emulator/http.ts";

/** The Azure of the story: the embedded one, over real HTTP. */
export interface DemoAzure {
  readonly url: string;
  /** What somebody does behind our back: a GET and a PUT by another program. */
  change(type: string, name: string, by: string, edit: (body: any) => void): Promise<void>;
  stop(): Promise<void>;
}

const group = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-ai-alerts";

export async function startAzure(): Promise<DemoAzure> {
  const emulator = await startEmulator({ world: createWorld({ caller: "github-actions@company.com" }) });
  return {
    url: emulator.url,
    stop: () => emulator.close(),
    change: async (type, name, by, edit) => {
      const url = `${emulator.url}${group}/providers/Microsoft.Insights/${type}/${name}?api-version=2026-01-01`;
      const body: unknown = await (await fetch(url)).json();
      edit(body);
      const headers = { "content-type": "application/json", "x-ms-client-principal-name": by };
      const answer = await fetch(url, { method: "PUT", headers, body: JSON.stringify(body) });
      if (!answer.ok) throw new Error(`the change behind our back was refused: ${await answer.text()}`);
    },
  };
}
