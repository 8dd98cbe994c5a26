"""Creates, changes, reads and deletes alerts with the typed clients, and prints what came of it as JSON: SUBSCRIPTION."""

import json
import os
import sys
from datetime import timedelta

from azure.core.exceptions import ClientAuthenticationError, HttpResponseError, ResourceNotFoundError
from azure.core.credentials import AccessToken
from azure.identity import DefaultAzureCredential
from azure.mgmt.monitor import MonitorManagementClient
from azure.mgmt.monitor import models as m

[subscription] = sys.argv[1:]
endpoint = os.environ["EMULATOR"]
group = "rg-python"
home = f"/subscriptions/{subscription}/resourceGroups/{group}/providers"
monitor = MonitorManagementClient(DefaultAzureCredential(), subscription, base_url=endpoint)
out = {}


def refusal(act):
    try:
        act()
        return None
    except HttpResponseError as error:
        return {"status": error.status_code, "code": error.error.code if error.error else None, "says": str(error)}


ops = monitor.action_groups.create_or_update(group, "ops", m.ActionGroupResource(
    location="Global", group_short_name="ops", enabled=True,
    email_receivers=[m.EmailReceiver(name="admin", email_address="admin@company.com", use_common_alert_schema=True)]))
out["receivers"] = [one.email_address for one in monitor.action_groups.get(group, "ops").email_receivers]

cpu = monitor.metric_alerts.create_or_update(group, "cpu", m.MetricAlertResource(
    location="global", severity=2, enabled=True, evaluation_frequency=timedelta(minutes=1), window_size=timedelta(minutes=5),
    scopes=[f"{home}/Microsoft.Compute/virtualMachines/vm1"],
    criteria=m.MetricAlertSingleResourceMultipleMetricCriteria(all_of=[m.MetricCriteria(
        name="cpu", metric_name="Percentage CPU", time_aggregation="Average", operator="GreaterThan", threshold=90)]),
    actions=[m.MetricAlertAction(action_group_id=ops.id)]))
patched = monitor.metric_alerts.update(group, "cpu", m.MetricAlertResourcePatch(tags={"team": "owls"}, severity=0))
again = monitor.metric_alerts.get(group, "cpu")
out["metricAlert"] = {
    "created": cpu.severity,
    "patched": [patched.severity, patched.tags],
    "read": [again.severity, again.criteria.all_of[0].threshold, again.window_size.total_seconds()],
    "listed": [one.name for one in monitor.metric_alerts.list_by_subscription()],
}

health = monitor.activity_log_alerts.create_or_update(group, "health", m.ActivityLogAlertResource(
    location="Global", scopes=[f"/subscriptions/{subscription}"], enabled=True,
    condition=m.AlertRuleAllOfCondition(all_of=[m.AlertRuleAnyOfOrLeafCondition(field="category", equals="ServiceHealth")]),
    actions=m.ActionList(action_groups=[m.ActionGroup(action_group_id=ops.id)])))
out["activityLogAlert"] = [health.enabled, monitor.activity_log_alerts.update(
    group, "health", m.AlertRulePatchObject(enabled=False)).enabled]

cpu.window_size = timedelta(minutes=3)
out["refused"] = refusal(lambda: monitor.metric_alerts.create_or_update(group, "cpu", cpu))

for one, name in ((monitor.metric_alerts, "cpu"), (monitor.activity_log_alerts, "health"), (monitor.action_groups, "ops")):
    one.delete(group, name)
out["missing"] = refusal(lambda: monitor.metric_alerts.get(group, "cpu"))


class Garbage:
    """A credential whose token the token service did not make."""

    def get_token(self, *_scopes, **_options):
        return AccessToken("garbage", 4102444800)


stranger = MonitorManagementClient(Garbage(), subscription, base_url=endpoint)
out["stranger"] = refusal(lambda: stranger.metric_alerts.get(group, "cpu"))
print(json.dumps(out))
