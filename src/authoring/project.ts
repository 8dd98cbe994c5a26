/** Where the project lives: for schemas in first lines, and for reports of bugs. */
export const projectUrl = "https://github.com/OWNER/tocsin";

/** The address of a schema that editors fetch: of the workspace, or of rule files. */
export function schemaUrl(of: "workspace" | "rules"): string {
  return `${projectUrl.replace("//github.com/", "//raw.githubusercontent.com/")}/v1/schemas/${of}.json`;
}
