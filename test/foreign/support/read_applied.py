"""Reads alerts with the typed client, and prints what its models make of them as JSON: SUBSCRIPTION RESOURCE-GROUP."""

import json
import os
import sys

from azure.identity import DefaultAzureCredential
from azure.mgmt.monitor import MonitorManagementClient

subscription, group = sys.argv[1:]
monitor = MonitorManagementClient(DefaultAzureCredential(), subscription, base_url=os.environ["EMULATOR"])

cpu = monitor.metric_alerts.get(group, "aks-node-cpu-high")
criterion = cpu.criteria.all_of[0]
incident = monitor.activity_log_alerts.get(group, "service-health-incident")
on_call = monitor.action_groups.get(group, "ai-oncall")

print(json.dumps({
    "metricAlerts": [one.name for one in monitor.metric_alerts.list_by_resource_group(group)],
    "activityLogAlerts": [one.name for one in monitor.activity_log_alerts.list_by_resource_group(group)],
    "actionGroups": [one.name for one in monitor.action_groups.list_by_resource_group(group)],
    "cpu": {
        "type": criterion.criterion_type,
        "metric": criterion.metric_name,
        "threshold": criterion.threshold,
        "window": cpu.window_size.total_seconds(),
        "severity": cpu.severity,
        "actions": [one.action_group_id.split("/")[-1] for one in cpu.actions],
    },
    "webhook": on_call.webhook_receivers[0].service_uri,
    "categories": [one.equals for one in incident.condition.all_of],
}))
