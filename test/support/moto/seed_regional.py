"""Fills moto with what a snapshot tells of the services beside IAM."""

import json
import os
from datetime import datetime

from gaps_regional import state
from moto.acm.models import acm_backends
from moto.awslambda.models import LambdaFunction, lambda_backends
from moto.budgets.models import Budget, budgets_backends
from moto.config.models import ConfigRecorder, ConfigRecorderStatus, RecordingGroup, config_backends
from moto.ec2.models import ec2_backends
from moto.ec2.models.instances import InstanceState
from moto.elb.models import LoadBalancer as ClassicLoadBalancer
from moto.elb.models import elb_backends
from moto.elbv2.models import FakeListener, FakeLoadBalancer, elbv2_backends
from moto.s3.models import PublicAccessBlock, s3_backends
from moto.secretsmanager.models import FakeSecret, secretsmanager_backends
from moto.wafv2.models import FakeWebACL, wafv2_backends

ANOTHER_ACCOUNT = "999988887777"
STATES = {"pending": 0, "running": 16, "shutting-down": 32, "terminated": 48, "stopping": 64, "stopped": 80}


def seed(data):
    """Takes the collections that were read; the regions that they were read in are the enabled ones."""
    if "instances" in data:
        state.regions = data["instances"]["regions"]
    for name, seed_one in SEEDS.items():
        for one in data.get(name, {"items": []})["items"]:
            seed_one(one)
    for recorder in data.get("config", {}).get("recorders", []):
        seed_recorder(recorder)
    for rule in data.get("config", {}).get("rules", []):
        seed_rule(rule)
    for budget in data.get("budgets", []):
        seed_budget(budget)
    if "cloudtrail-events" in data:
        state.events_region = data["cloudtrail-events"]["region"]
        state.events = [told(event) for event in data["cloudtrail-events"]["events"]]


def number():
    return os.environ["MOTO_ACCOUNT_ID"]


def seconds(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


def seed_instance(one):
    backend = ec2_backends[number()][one["region"]]
    made = backend.run_instances(
        "ami-12c6146b", 1, None, [], region_name=one["region"], is_instance_type_default=True, tags={"instance": one["tags"]}
    ).instances[0]
    for key, value in one["tags"].items():
        backend.tags.setdefault(one["id"], {})[key] = value
    made.id = one["id"]
    made._state = InstanceState(one["state"], STATES[one["state"]])
    if one.get("profile"):
        made.iam_instance_profile = {"Arn": one["profile"], "Id": "AIPA00000000000000001"}


def seed_function(one):
    code = {"ImageUri": f"{number()}.dkr.ecr.{one['region']}.amazonaws.com/functions:latest"}
    spec = {"FunctionName": one["name"], "Role": one["role"], "Code": code, "PackageType": "Image"}
    spec["Environment"] = {"Variables": {"TOKEN": "not for a snapshot"}}
    made = LambdaFunction(number(), spec, one["region"], "$LATEST")
    # Put in its place directly: a function outlives its role.
    lambda_backends[number()][one["region"]]._lambdas._functions[one["name"]] = {"latest": made, "versions": []}


def seed_load_balancer(one):
    if one["kind"] == "classic":
        ports = [
            {
                "Protocol": listener["protocol"],
                "LoadBalancerPort": listener["port"],
                "InstancePort": 8080,
                "SSLCertificateId": next(iter(listener["certificates"]), None),
            }
            for listener in one["listeners"]
        ]
        made = ClassicLoadBalancer(number(), one["name"], [], ports, one["scheme"], None, None, None)
        elb_backends[number()][one["region"]].load_balancers[one["name"]] = made
        return
    made = FakeLoadBalancer(one["name"], [], [], "vpc-1", one["arn"], "lb.example", "active", one["scheme"], one["kind"])
    for listener in one["listeners"]:
        arn = f"{one['arn'].replace(':loadbalancer/', ':listener/')}/{listener['port']:016x}"
        default = next(iter(listener["certificates"]), None)
        of_moto = FakeListener(one["arn"], arn, listener["protocol"], listener["port"], "", default, [], None)
        of_moto.certificates = list(listener["certificates"])
        made.listeners[arn] = of_moto
    elbv2_backends[number()][one["region"]].load_balancers[one["arn"]] = made


class Certificate:
    """A certificate as ACM lists it, without the key pair that moto would make; of a kind that is not listed unasked."""

    cert_options = {"Export": "DISABLED"}

    def __init__(self, one):
        self.status = one["status"]
        self.described = {
            "CertificateArn": one["arn"],
            "DomainName": one["domain"],
            "Status": one["status"],
            "KeyAlgorithm": "EC_prime256v1",
            "InUseBy": ["arn:aws:elasticloadbalancing:::"] if one["inUse"] else [],
            **({"Type": one["type"]} if "type" in one else {}),
            **({"NotAfter": seconds(one["notAfter"])} if "notAfter" in one else {}),
        }

    def check(self):
        """Nothing here is pending."""

    def describe(self):
        return {"Certificate": dict(self.described)}


def seed_certificate(one):
    acm_backends[number()][one["region"]]._certificates[one["arn"]] = Certificate(one)


def seed_web_acl(one):
    made = FakeWebACL(one["name"], number(), one["arn"], one["id"], {}, {"Allow": {}}, None, [])
    made.associated_resources = list(one["loadBalancers"])
    wafv2_backends[number()][one["region"]].wacls[one["arn"]] = made


def seed_secret(one):
    made = FakeSecret(number(), one["region"], one["name"], {}, "v1", created_date=None)
    made.arn = one["arn"]
    rules = {
        moto: one[name]
        for name, moto in (("everyDays", "AutomaticallyAfterDays"), ("schedule", "ScheduleExpression"), ("window", "Duration"))
        if name in one
    }
    made.seeded = {
        **({"RotationEnabled": True} if one["rotationEnabled"] else {}),
        **({"RotationRules": rules} if rules else {}),
        **{
            moto: one[name]
            for name, moto in (
                ("rotationFunction", "RotationLambdaARN"),
                ("owningService", "OwningService"),
                ("primaryRegion", "PrimaryRegion"),
            )
            if name in one
        },
        **{
            moto: seconds(one[name])
            for name, moto in (
                ("createdAt", "CreatedDate"),
                ("lastRotatedAt", "LastRotatedDate"),
                ("nextRotationAt", "NextRotationDate"),
            )
            if name in one
        },
    }
    secretsmanager_backends[number()][one["region"]].secrets[one["name"]] = made


def seed_bucket(one):
    """A bucket without a region is another account's."""
    owner = number() if "region" in one else ANOTHER_ACCOUNT
    made = s3_backends[owner]["aws"].create_bucket(one["name"], one.get("region", "us-east-1"))
    if one["logging"]["status"] == "on":
        made.logging = {"TargetBucket": one["logging"]["bucket"], "TargetPrefix": one["logging"]["prefix"]}
    if "policy" in one:
        made.policy = one["policy"].encode()
    if "publicAccessBlock" in one:
        made.public_access_block = PublicAccessBlock(**{snake(name): on for name, on in one["publicAccessBlock"].items()})


def snake(name):
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)


def seed_recorder(one):
    kind = "ALL_SUPPORTED_RESOURCE_TYPES" if one["allSupported"] else "INCLUSION_BY_RESOURCE_TYPES"
    group = RecordingGroup(
        one["allSupported"],
        one["globalTypes"],
        one["types"],
        {"resourceTypes": one["excludedTypes"]},
        {"useOnly": "EXCLUSION_BY_RESOURCE_TYPES" if one["excludedTypes"] else kind},
    )
    status = ConfigRecorderStatus(one["name"])
    status.recording, status.last_status = one["recording"], one.get("lastStatus")
    role = f"arn:aws:iam::{number()}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"
    made = ConfigRecorder(role, group, one["name"], status)
    config_backends[number()][one["region"]].recorders[one["name"]] = made


def seed_rule(one):
    backend = config_backends[number()][one["region"]]
    source = {"Owner": one["owner"], "SourceIdentifier": one["source"]}
    parameters = json.dumps(one["parameters"])
    backend.put_config_rule({"ConfigRuleName": one["name"], "Source": source, "InputParameters": parameters})
    made = backend.config_rules[one["name"]]
    made.config_rule_arn, made.config_rule_state = one["arn"], one["state"]


def seed_budget(one):
    limit = one.get("limit")
    amount = {"BudgetLimit": {"Amount": limit["amount"], "Unit": limit["unit"]}} if limit else {"PlannedBudgetLimits": {}}
    budget = {"BudgetName": one["name"], "BudgetType": one["type"], "TimeUnit": one["timeUnit"], **amount}
    budgets_backends[number()]["aws"].budgets[number()][one["name"]] = Budget(budget, [])


def told(event):
    """An event as CloudTrail lists it; what the listing has no field for is in its record."""
    record = {
        "eventVersion": "1.08",
        "userIdentity": {"type": event.get("userType"), "accountId": event.get("userAccount")},
        "sourceIPAddress": event.get("sourceIp"),
        "requestParameters": {"userName": "somebody"},
        **{name: event[name] for name in ("errorCode", "errorMessage") if name in event},
        **({"additionalEventData": {"MFAUsed": "Yes" if event["mfaUsed"] else "No"}} if "mfaUsed" in event else {}),
    }
    return {
        "EventId": event["id"],
        "EventName": event["name"],
        "EventSource": event["source"],
        "EventTime": seconds(event["at"]),
        "ReadOnly": "false",
        "Resources": [{"ResourceName": name} for name in event["resources"]],
        "CloudTrailEvent": json.dumps({key: value for key, value in record.items() if value is not None}),
        **({"Username": event["user"]} if "user" in event else {}),
        **({"AccessKeyId": event["accessKey"]} if "accessKey" in event else {}),
    }


SEEDS = {
    "instances": seed_instance,
    "functions": seed_function,
    "load-balancers": seed_load_balancer,
    "acm-certificates": seed_certificate,
    "waf": seed_web_acl,
    "secrets": seed_secret,
    "buckets": seed_bucket,
}
