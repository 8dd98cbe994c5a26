"""Creates, changes, reads and deletes one alert processing rule or Prometheus rule group: SUBSCRIPTION TYPE."""

import json
import os
import sys

from azure.identity import DefaultAzureCredential
from azure.mgmt.alertsmanagement import AlertsManagementClient
from azure.mgmt.alertsmanagement import models as m

subscription, kind = sys.argv[1:]
group = "rg-python"
home = f"/subscriptions/{subscription}/resourceGroups/{group}/providers"
client = AlertsManagementClient(DefaultAzureCredential(), subscription, base_url=os.environ["EMULATOR"])

if kind == "actionRules":
    rules = client.alert_processing_rules
    made = rules.create_or_update(group, "one", m.AlertProcessingRule(location="Global", properties=m.AlertProcessingRuleProperties(
        scopes=[f"/subscriptions/{subscription}/resourceGroups/{group}"], enabled=True,
        actions=[m.RemoveAllActionGroups()],
        schedule=m.Schedule(effective_from="2026-12-24T22:00:00", effective_until="2026-12-25T07:00:00", time_zone="UTC"))))
    changed = rules.update(group, "one", m.PatchObject(enabled=False))
    states = [made.properties.enabled, changed.properties.enabled]
    action = rules.get_by_name(group, "one").properties.actions[0].action_type
    listed = [one.name for one in rules.list_by_resource_group(group)]
    rules.delete(group, "one")
    left = [one.name for one in rules.list_by_resource_group(group)]
    print(json.dumps({"states": states, "read": action, "listed": listed, "left": left}))
else:
    groups = client.prometheus_rule_groups
    made = groups.create_or_update(group, "one", m.PrometheusRuleGroupResource(
        location="westeurope", scopes=[f"{home}/Microsoft.Monitor/accounts/prometheus"], enabled=True, interval="PT1M",
        rules=[m.PrometheusRule(alert="Down", expression="up == 0", for_property="PT5M", severity=3)]))
    changed = groups.create_or_update(group, "one", m.PrometheusRuleGroupResource(
        location="westeurope", scopes=made.scopes, enabled=False, interval=made.interval, rules=made.rules))
    read = groups.get(group, "one")
    listed = [one.name for one in groups.list_by_resource_group(group)]
    groups.delete(group, "one")
    left = [one.name for one in groups.list_by_resource_group(group)]
    print(json.dumps({"states": [made.enabled, changed.enabled], "read": read.rules[0].expression, "listed": listed, "left": left}))
