import type { ImportReport, ToldLeftOut } from "../../src/core/plan/report.ts";
import type { ToldUpdate } from "../../src/core/plan/update-report.ts";

const subject = {
  stack: "ai-platform",
  environment: "production",
  subscription: "11111111-1111-1111-1111-111111111111",
};

function left(name: string, more: Pick<ToldLeftOut, "reason" | "because"> & { readonly at?: string }): ToldLeftOut {
  const id = `/subscriptions/${subject.subscription}/resourceGroups/rg-alerts/providers/Microsoft.Insights/metricAlerts/${name}`;
  return {
    ...more,
    kind: "MetricAlert",
    type: "Microsoft.Insights/metricAlerts",
    name,
    resourceGroup: "rg-alerts",
    id,
  };
}

function written(name: string, line: number, more: object = { adopts: true }) {
  const { id } = left(name, { reason: "azure", because: "" });
  return { kind: "MetricAlert", name, resourceGroup: "rg-alerts", id, line, ...more };
}

function overridden(name: string, outcome: "updated" | "off"): ToldUpdate {
  const { kind, resourceGroup, id } = left(name, { reason: "azure", because: "" });
  const at = { file: "rules/cpu.yaml", line: 2, column: 1 };
  const severity = { path: "severity", before: 2, after: 3, layer: "environments.staging", at: { ...at, line: 20 } };
  const differences = outcome === "off" ? [] : [severity];
  return { kind: kind ?? "", name, resourceGroup, id, at, outcome, differences, sources: [], left: [] };
}

const nothing = { variables: [], secrets: [], resourceGroups: [], rules: [] };

/** Reports of imports, as complete as they can be. */
export const imports: Readonly<
  Record<"import" | "import-dry" | "import-none" | "import-files" | "import-second", ImportReport>
> = {
  import: {
    command: "import",
    subject,
    diagnostics: [],
    from: "azure",
    dryRun: false,
    files: [
      {
        path: "rules/metric-alerts/managed-clusters.yaml",
        definitions: [
          written("cpu", 2),
          written("memory", 14),
          written("disk", 26, { adopts: false, because: ["severity: 2 in Azure, 3 here", "it is protected"] }),
          written("ours", 40, {}),
        ],
      },
      { path: "tocsin.yaml" },
    ],
    added: {
      variables: ["cluster", "workspace"],
      secrets: ["oncall-slack"],
      resourceGroups: ["rg-web"],
      rules: ["x/**"],
    },
    defined: 3,
    leftOut: [
      left("theirs", { reason: "another-stack", because: "it belongs to `web/production`" }),
      left("theirs-too", { reason: "another-stack", because: "it belongs to `web/production`" }),
      left("odd", {
        reason: "no-words",
        because: "it is not what a definition can say",
        at: "severity: is more than 4",
      }),
    ],
    notes: ["2 of them get the environment's tags (costCenter) when they are adopted"],
  },
  "import-dry": {
    command: "import",
    subject,
    diagnostics: [],
    from: "azure",
    dryRun: true,
    files: [
      { path: "rules/a.yaml", definitions: [written("cpu", 2)], text: "# first\nkind: MetricAlert\nname: cpu\n" },
    ],
    added: nothing,
    defined: 0,
    leftOut: [],
    notes: [],
  },
  "import-none": {
    command: "import",
    subject,
    diagnostics: [],
    from: "azure",
    dryRun: false,
    files: [],
    added: nothing,
    defined: 0,
    leftOut: [],
    notes: [],
  },
  "import-files": {
    command: "import",
    subject,
    diagnostics: [
      {
        code: "yaml-syntax",
        severity: "error",
        message: "`reference('x')` has no value here",
        at: { file: "alerts.json", line: 7, column: 3 },
      },
    ],
    from: "files",
    dryRun: false,
    files: [{ path: "rules/a.yaml", definitions: [written("cpu", 2)] }],
    added: { ...nothing, secrets: ["oncall-slack", "oncall-teams"] },
    defined: 0,
    leftOut: [],
    notes: [],
  },
  "import-second": {
    command: "import",
    subject: { ...subject, environment: "staging" },
    diagnostics: [],
    from: "azure",
    dryRun: false,
    files: [],
    added: nothing,
    overrides: [overridden("cpu-web", "updated"), overridden("cpu-api", "off"), overridden("cpu-db", "off")],
    defined: 12,
    leftOut: [],
    notes: [],
  },
};
