"""What moto leaves out of the services that the account uses beside IAM, filled as AWS documents it."""

import json
import time
from urllib.parse import parse_qs

from moto.acm.responses import AWSCertificateManagerResponse
from moto.awslambda.models import LambdaBackend
from moto.awslambda.responses import LambdaResponse
from moto.budgets.responses import BudgetsResponse
from moto.cloudtrail.responses import CloudTrailResponse
from moto.core.responses import ActionResult
from moto.ec2.models import EC2Backend
from moto.s3.responses import ACTION_MAP, S3Response
from moto.secretsmanager.exceptions import InvalidRequestException
from moto.secretsmanager.models import FakeSecret, SecretsManagerBackend
from moto.wafv2.responses import WAFV2Response

# Calls whose permission is not named after them.
PERMISSIONS = {
    "budgets:CreateBudget": "budgets:ModifyBudget",
    "budgets:CreateNotification": "budgets:ModifyBudget",
    "budgets:DeleteBudget": "budgets:ModifyBudget",
    "budgets:DescribeBudget": "budgets:ViewBudget",
    "budgets:DescribeBudgets": "budgets:ViewBudget",
    "budgets:DescribeNotificationsForBudget": "budgets:ViewBudget",
    "budgets:DescribeSubscribersForNotification": "budgets:ViewBudget",
    "s3:DeletePublicAccessBlock": "s3:PutBucketPublicAccessBlock",
    "s3:GetPublicAccessBlock": "s3:GetBucketPublicAccessBlock",
    "s3:HeadBucket": "s3:ListBucket",
    "s3:ListBuckets": "s3:ListAllMyBuckets",
    "s3:ListObjectsV2": "s3:ListBucket",
    "s3:PutPublicAccessBlock": "s3:PutBucketPublicAccessBlock",
}
# The calls about a bucket, by what is asked for in the query, and by the method.
BUCKET_CALLS = {
    "accelerate": {"GET": "GetAccelerateConfiguration"},
    "acl": {"GET": "GetBucketAcl"},
    "cors": {"GET": "GetBucketCORS"},
    "encryption": {"GET": "GetEncryptionConfiguration"},
    "lifecycle": {"GET": "GetLifecycleConfiguration"},
    "logging": {"GET": "GetBucketLogging", "PUT": "PutBucketLogging"},
    "object-lock": {"GET": "GetBucketObjectLockConfiguration"},
    "policy": {"GET": "GetBucketPolicy", "PUT": "PutBucketPolicy", "DELETE": "DeleteBucketPolicy"},
    "publicAccessBlock": {
        "GET": "GetPublicAccessBlock",
        "PUT": "PutPublicAccessBlock",
        "DELETE": "DeletePublicAccessBlock",
    },
    "list-type": {"GET": "ListObjectsV2"},
    "replication": {"GET": "GetReplicationConfiguration"},
    "requestPayment": {"GET": "GetBucketRequestPayment"},
    "tagging": {"GET": "GetBucketTagging"},
    "versioning": {"GET": "GetBucketVersioning"},
    "website": {"GET": "GetBucketWebsite"},
}
PLAIN_BUCKET_CALLS = {"HEAD": "HeadBucket", "PUT": "CreateBucket", "DELETE": "DeleteBucket"}
DEFAULT_KEY_TYPES = ["RSA_1024", "RSA_2048"]
FUNCTIONS_PAGE = 50
EVENTS_PAGE = 50


class State:
    """What moto has no place for."""

    def __init__(self):
        self.forget()

    def forget(self):
        self.regions = None
        self.events_region = None
        self.events = []


state = State()


def rest_action(service, method, path, query):
    """The action of a request whose method and path name it; None for one that no test makes."""
    if service == "lambda" and method == "GET" and path.rstrip("/").endswith("/functions"):
        return "ListFunctions"
    if service == "s3":
        asked = [word for word in parse_qs(query, keep_blank_values=True) if word in BUCKET_CALLS]
        if method == "GET" and path == "/":
            return "ListBuckets"
        if path.count("/", 1) == 0 or path.endswith("/"):
            return BUCKET_CALLS[asked[0]].get(method) if asked else PLAIN_BUCKET_CALLS.get(method)
    return None


def enabled_regions(original):
    def describe_regions(self, region_names=None):
        regions = original(self, region_names)
        return regions if state.regions is None else [one for one in regions if one.name in state.regions]

    return describe_regions


def lookup_events(self):
    """Newest first, by one attribute at most, 50 on a page, and of the region alone."""
    size = min(int(self._get_param("MaxResults", EVENTS_PAGE)), EVENTS_PAGE)
    start = int(self._get_param("NextToken") or 0)
    (wanted,) = self._get_param("LookupAttributes") or [{}]
    earliest, latest = self._get_param("StartTime", 0), self._get_param("EndTime", float("inf"))
    found = [
        event
        for event in state.events
        if state.events_region == self.region
        and earliest <= event["EventTime"] <= latest
        and (not wanted or event.get(wanted["AttributeKey"]) == wanted["AttributeValue"])
    ]
    found.sort(key=lambda event: -event["EventTime"])
    more = {"NextToken": str(start + size)} if start + size < len(found) else {}
    return json.dumps({"Events": found[start : start + size], **more})


def list_buckets(original):
    def all_buckets(self):
        if self._get_param("max-buckets") is None:
            return original(self)
        size, start = int(self._get_param("max-buckets")), int(self._get_param("continuation-token") or 0)
        buckets = list(self.backend.list_buckets(prefix=None, bucket_region=None, max_buckets=None))
        more = {"ContinuationToken": str(start + size)} if start + size < len(buckets) else {}
        self.data["Action"] = "ListBuckets"
        told = [
            {"Name": one.name, "CreationDate": one.creation_date_ISO8601, "BucketRegion": one.region_name}
            for one in buckets[start : start + size]
        ]
        return self.serialized(ActionResult({"Buckets": told, **more}))

    return all_buckets


def list_functions(original):
    def listing(self):
        functions = json.loads(original(self))["Functions"]
        start = int(self._get_param("Marker") or 0)
        more = start + FUNCTIONS_PAGE < len(functions)
        return json.dumps(
            {
                "Functions": functions[start : start + FUNCTIONS_PAGE],
                "NextMarker": str(start + FUNCTIONS_PAGE) if more else None,
            }
        )

    return listing


def list_certificates(original):
    def listing(self):
        if not (self._get_param("Includes") or {}).get("keyTypes"):
            small = self.acm_backend.list_certificates(None, {"keyTypes": DEFAULT_KEY_TYPES})
            return json.dumps({"CertificateSummaryList": [one.describe()["Certificate"] for one in small]})
        return original(self)

    return listing


def secret_description(original):
    def to_dict(self):
        return {**original(self), **getattr(self, "seeded", {})}

    return to_dict


def needing_function(original):
    """Nothing rotates a secret but a function, which it has been given before or is given now."""

    def rotate_secret(self, secret_id, client_request_token=None, rotation_lambda_arn=None, *rest, **named):
        known = self.secrets.get(secret_id)
        before = getattr(known, "seeded", {}).get("RotationLambdaARN") or getattr(known, "rotation_lambda_arn", None)
        function = rotation_lambda_arn or before
        if not function:
            raise InvalidRequestException("No Lambda rotation function ARN is associated with this secret.")
        secret = self.secrets[secret_id]
        if hasattr(secret, "seeded"):
            rules = rest[0] if rest else named.get("rotation_rules")
            secret.seeded.update(RotationEnabled=True, RotationLambdaARN=function, LastRotatedDate=int(time.time()))
            secret.seeded.update({"RotationRules": rules} if rules else {})
            return secret.to_short_dict()
        return original(self, secret_id, client_request_token, function, *rest, **named)

    return rotate_secret


def cancelling(original):
    def cancel_rotate_secret(self, secret_id):
        secret = self.secrets[secret_id]
        if not hasattr(secret, "seeded"):
            return original(self, secret_id)
        secret.seeded["RotationEnabled"] = False
        return secret.to_short_dict()

    return cancel_rotate_secret


def invoke(self, *args, **named):
    """No function is run: whatever it is called for, it is said to have done."""


def list_resources_for_web_acl(self):
    arn, kind = self._get_param("WebACLArn"), self._get_param("ResourceType", "APPLICATION_LOAD_BALANCER")
    within = {"APPLICATION_LOAD_BALANCER": ":loadbalancer/app/", "API_GATEWAY": ":/restapis/"}[kind]
    associated = self.wafv2_backend.wacls[arn].associated_resources
    found = [resource for resource in associated if within in resource]
    return 200, {"Content-Type": "application/json"}, json.dumps({"ResourceArns": found})


def describe_subscribers(self):
    """Who is told by a notification; it is known by all that it says."""
    budget = self.backend.budgets[self._get_param("AccountId")][self._get_param("BudgetName")]
    asked = known_as(self._get_param("Notification"))
    found = [one.subscribers for one in budget.notifications if known_as(one.details) == asked]
    return json.dumps({"Subscribers": [subscriber for some in found for subscriber in some]})


def no_tags(self):
    return json.dumps({"ResourceTags": []})


def known_as(notification):
    kind, operator = notification["NotificationType"], notification["ComparisonOperator"]
    return kind, operator, float(notification["Threshold"]), notification.get("ThresholdType", "PERCENTAGE")


def fill():
    BudgetsResponse.describe_subscribers_for_notification = describe_subscribers
    BudgetsResponse.list_tags_for_resource = no_tags
    EC2Backend.describe_regions = enabled_regions(EC2Backend.describe_regions)
    CloudTrailResponse.lookup_events = lookup_events
    # Moto takes what it has no name for as the listing, or the making, of the bucket.
    for word, calls in BUCKET_CALLS.items():
        for method, action in calls.items():
            ACTION_MAP["BUCKET"][method][word] = action
    S3Response.all_buckets = list_buckets(S3Response.all_buckets)
    LambdaResponse.list_functions = list_functions(LambdaResponse.list_functions)
    AWSCertificateManagerResponse.list_certificates = list_certificates(AWSCertificateManagerResponse.list_certificates)
    SecretsManagerBackend.rotate_secret = needing_function(SecretsManagerBackend.rotate_secret)
    SecretsManagerBackend.cancel_rotate_secret = cancelling(SecretsManagerBackend.cancel_rotate_secret)
    LambdaBackend.invoke = invoke
    FakeSecret.to_dict = secret_description(FakeSecret.to_dict)
    WAFV2Response.list_resources_for_web_acl = list_resources_for_web_acl
