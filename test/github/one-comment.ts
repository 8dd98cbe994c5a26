import { openHost } from "../../src/github/host.ts";

/** A process that writes one comment as the action does, and says what would keep it from ending. */
const host = await openHost({
  token: "workflow-token",
  apiUrl: process.argv[2] ?? "",
  repository: "company/alerts",
  version: "0.0.0-test",
  scrub: (text) => text,
});
const marker = "<!-- tocsin plan alerts -->";
await host.createComment(7, marker, `${marker}\nfrom a process`);
console.log(JSON.stringify(process.getActiveResourcesInfo().filter((one) => one === "Timeout")));
