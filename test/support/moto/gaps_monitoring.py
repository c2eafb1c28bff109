"""What moto's CloudTrail, CloudWatch Logs and SNS leave out, filled as AWS documents it."""

import os
from datetime import timezone

from moto.cloudtrail.models import CloudTrailBackend, Trail, TrailStatus
from moto.cloudwatch.responses import CloudWatchResponse
from moto.core.responses import ActionResult, EmptyResult
from moto.logs.models import LogsBackend
from moto.sns.models import SNSBackend, sns_backends
from moto.sns.responses import SNSResponse

ALL_MANAGEMENT_EVENTS = {
    "ReadWriteType": "All",
    "IncludeManagementEvents": True,
    "DataResources": [],
    "ExcludeManagementEventSources": [],
}
# Endpoints of these protocols must agree to what they are sent before a subscription counts.
CONFIRMED_BY_HAND = {"email", "email-json", "http", "https"}


def by_name_or_arn(name):
    """Lets a CloudTrail call that knows only names take ARNs too."""
    original = getattr(CloudTrailBackend, name)

    def call(self, trail):
        return original(self, self.get_trail(trail).trail_name)

    setattr(CloudTrailBackend, name, call)


def default_selectors(original):
    def get_event_selectors(self, trail_name):
        arn, basic, advanced = original(self, trail_name)
        return arn, basic if basic or advanced else [ALL_MANAGEMENT_EVENTS], advanced

    return get_event_selectors


def put_event_selectors(self, event_selectors, advanced_event_selectors):
    """Selectors of one kind take the place of those of the other."""
    self.event_selectors, self.advanced_event_selectors = event_selectors, advanced_event_selectors


def trail_description(original):
    def description(self, include_region=False):
        custom = bool(self.advanced_event_selectors) or self.event_selectors not in ([], [ALL_MANAGEMENT_EVENTS])
        return {**original(self, include_region), "HasCustomEventSelectors": custom}

    return description


def status_description(original):
    def description(self):
        delivered = getattr(self, "logs_delivered", None)
        known = {"LatestCloudWatchLogsDeliveryTime": delivered.replace(tzinfo=timezone.utc).timestamp()} if delivered else {}
        return {**original(self), **known}

    return description


def replacing_filter(original):
    def put_metric_filter(self, filter_name, filter_pattern, log_group_name, metric_transformations):
        self.filters.metric_filters = [
            one
            for one in self.filters.metric_filters
            if (one["filterName"], one["logGroupName"]) != (filter_name, log_group_name)
        ]
        return original(self, filter_name, filter_pattern, log_group_name, metric_transformations)

    return put_metric_filter


def pending(subscription):
    return subscription.protocol in CONFIRMED_BY_HAND and not subscription.confirmed


def listed(subscription):
    arn = "PendingConfirmation" if pending(subscription) else subscription.arn
    return {
        "SubscriptionArn": arn,
        "Owner": subscription.owner,
        "Protocol": subscription.protocol,
        "Endpoint": subscription.endpoint,
        "TopicArn": subscription.topic_arn,
    }


def list_by_topic(self):
    found, token = self.backend.list_subscriptions_by_topic(
        self._get_param("TopicArn"), next_token=self._get_param("NextToken")
    )
    return ActionResult({"Subscriptions": [listed(one) for one in found], "NextToken": token})


def list_all(self):
    found, token = self.backend.list_subscriptions(next_token=self._get_param("NextToken"))
    return ActionResult({"Subscriptions": [listed(one) for one in found], "NextToken": token})


def subscribe(original):
    def answer(self):
        result = original(self)
        arn = result.result["SubscriptionArn"]
        asked = str(self._get_param("ReturnSubscriptionArn", "false")).lower() == "true"
        if pending(self.backend.subscriptions[arn]) and not asked:
            return ActionResult({"SubscriptionArn": "pending confirmation"})
        return result

    return answer


def attributes(original):
    def get_subscription_attributes(self, arn):
        found = original(self, arn)
        return {**found, "PendingConfirmation": "true" if pending(self.subscriptions[arn]) else "false"}

    return get_subscription_attributes


def confirm(topic, endpoint):
    """What the owner of an endpoint does by following the link in the message."""
    region = topic.split(":")[3]
    for one in sns_backends[os.environ["MOTO_ACCOUNT_ID"]][region].subscriptions.values():
        if one.topic_arn == topic and one.endpoint == endpoint:
            one.confirmed = True


def alarm_actions(enabled):
    """Older versions of moto know the alarms' switch and do not answer the calls that turn it."""

    def answer(self):
        for name in self._get_param("AlarmNames"):
            self.cloudwatch_backend.alarms[name].actions_enabled = enabled
        return EmptyResult()

    return answer


def fill():
    CloudWatchResponse.enable_alarm_actions = alarm_actions(True)
    CloudWatchResponse.disable_alarm_actions = alarm_actions(False)
    for name in ("start_logging", "stop_logging", "delete_trail"):
        by_name_or_arn(name)
    CloudTrailBackend.get_event_selectors = default_selectors(CloudTrailBackend.get_event_selectors)
    Trail.put_event_selectors = put_event_selectors
    Trail.description = trail_description(Trail.description)
    TrailStatus.description = status_description(TrailStatus.description)
    LogsBackend.put_metric_filter = replacing_filter(LogsBackend.put_metric_filter)
    SNSBackend.get_subscription_attributes = attributes(SNSBackend.get_subscription_attributes)
    SNSResponse.subscribe = subscribe(SNSResponse.subscribe)
    SNSResponse.list_subscriptions_by_topic = list_by_topic
    SNSResponse.list_subscriptions = list_all
