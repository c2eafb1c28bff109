"""Fills moto with the account of a snapshot, ids and dates included, so that collecting gives the snapshot again."""

import os

import gaps
import seed_iam
import seed_regional
from moto.cloudtrail.models import cloudtrail_backends
from moto.cloudwatch.models import cloudwatch_backends
from moto.iam.models import AccessKeyLastUsed, MFADevice, PolicyVersion, VirtualMfaDevice
from moto.logs.models import logs_backends
from moto.s3.models import s3_backends
from moto.sns.models import sns_backends

COUNTERS = (
    "AccountMFAEnabled",
    "AccountAccessKeysPresent",
    "AccountSigningCertificatesPresent",
    "AccountPasswordPresent",
)


def seed(snapshot):
    """Takes the collections that were read; the account's id is the server's own."""
    number = os.environ["MOTO_ACCOUNT_ID"]
    if snapshot["account"]["id"] != number:
        raise ValueError(f"this endpoint is account {number}, not {snapshot['account']['id']}")
    data = {name: each["data"] for name, each in snapshot["collections"].items() if each["status"] == "read"}
    gaps.state.caller = snapshot.get("caller")
    if snapshot["account"].get("alias"):
        gaps.account().create_account_alias(snapshot["account"]["alias"])
    seed_regional.seed(data)
    details = data.get("authorization-details", {"users": [], "groups": [], "roles": [], "policies": []})
    for policy in details["policies"]:
        seed_policy(policy)
    for kind, entries in (("group", details["groups"]), ("role", details["roles"]), ("user", details["users"])):
        for entry in entries:
            seed_principal(kind, entry)
    for profile in details.get("emptyProfiles", []):
        seed_profile(profile)
    for key in data.get("access-keys", []):
        if key["user"] != "<root_account>":
            seed_key(key)
    for row in data.get("credential-report", {"rows": []})["rows"]:
        seed_row(row)
    for device in data.get("mfa-devices", []):
        seed_device(device)
    summary = data.get("account-summary", {})
    gaps.set_root({"summary": {name: summary[name] for name in COUNTERS if name in summary}})
    seed_password_policy(data.get("password-policy"))
    for trail in data.get("trails", []):
        seed_trail(trail)
    for one in data.get("log-groups", []):
        add_log_group(one["region"], one["name"])
    for one in data.get("metric-filters", []):
        seed_filter(one)
    for alarm in data.get("alarms", []):
        seed_alarm(alarm)
    for topic in data.get("sns", []):
        seed_topic(topic)
    seed_iam.seed(data)


def seed_policy(policy):
    versions = policy["versions"]
    if ":iam::aws:policy/" in policy["arn"]:
        made = gaps.add_aws_policy(policy["arn"], policy["id"], policy["createdAt"], versions)
    else:
        tags = [{"Key": key, "Value": value} for key, value in policy["tags"].items()]
        made = gaps.account().create_policy(
            policy.get("description"), policy["path"], versions[0]["document"], policy["name"], tags
        )
        made.id, made.create_date = policy["id"], gaps.moment(policy["createdAt"])
    made.versions = [
        PolicyVersion(made.arn, one["document"], one["isDefault"], one["id"], gaps.moment(one["createdAt"]))
        for one in versions
    ]
    made.default_version_id = next((one["id"] for one in versions if one["isDefault"]), "v1")
    made.next_version_num = max(int(one["id"][1:]) for one in versions) + 1


def seed_principal(kind, entry):
    backend = gaps.account()
    tags = [{"Key": key, "Value": value} for key, value in entry.get("tags", {}).items()]
    if kind == "user":
        made = backend.create_user("us-east-1", entry["name"], entry["path"], tags)
        for group in entry["groups"]:
            backend.get_group(group).users.append(made)
        if entry.get("boundary"):
            made.permissions_boundary = {"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": entry["boundary"]}  # fmt: skip
    elif kind == "group":
        made = backend.create_group(entry["name"], entry["path"])
    else:
        made = seed_role(entry, tags)
    if kind != "role":
        made.id = entry["id"]
    made.create_date = gaps.moment(entry["createdAt"])
    for inline in entry["inline"]:
        made.put_policy(inline["name"], inline["document"])
    for arn in entry["attached"]:
        policy = backend.managed_policies.get(arn)
        if policy is None:
            raise ValueError(f"{kind} {entry['name']} has {arn} attached, which the snapshot does not list")
        policy.attach_to(made)


def seed_role(entry, tags):
    backend = gaps.account()
    made = backend.create_role(
        entry["name"],
        entry["trust"],
        entry["path"],
        entry.get("boundary"),
        entry.get("description", ""),
        tags,
        entry.get("maxSessionSeconds", 3600),
    )
    backend.roles[entry["id"]] = backend.roles.pop(made.id)
    made.id = entry["id"]
    used = entry.get("lastUsed")
    if used:
        made.last_used, made.last_used_region = gaps.moment(used["at"]), used.get("region")
    for profile in entry["instanceProfiles"]:
        seed_profile(profile)
        backend.add_role_to_instance_profile(profile["name"], entry["name"])
    return made


def seed_profile(profile):
    path = profile["arn"].split(":instance-profile", 1)[1].removesuffix(profile["name"])
    created = gaps.account().create_instance_profile(profile["name"], path, [])
    created.create_date = gaps.moment(profile["createdAt"])


def seed_key(key):
    backend = gaps.account()
    made = backend.create_access_key(key["user"], status="Active" if key["active"] else "Inactive")
    del backend.access_keys[made.access_key_id]
    made.access_key_id, made.create_date = key["id"], gaps.moment(key["createdAt"])
    backend.access_keys[key["id"]] = made
    used = gaps.moment(key["lastUsed"])
    if used:
        made.last_used = AccessKeyLastUsed(used, key.get("lastUsedService", "N/A"), key.get("lastUsedRegion", "N/A"))


def seed_row(row):
    if row["user"] == "<root_account>":
        gaps.state.root_row.update(root_columns(row))
        return
    user = gaps.account().get_user(row["user"])
    if row["passwordEnabled"] is True:
        user.password = "Seeded-0-password"
        user.password_changed = user.login_created = gaps.moment(row["passwordLastChanged"])
        user.password_last_used = gaps.moment(row["passwordLastUsed"])


def root_columns(row):
    columns = {
        "user_creation_time": column(row["createdAt"]),
        "password_enabled": {True: "true", False: "false"}.get(row["passwordEnabled"], "not_supported"),
        "password_last_used": column(row["passwordLastUsed"], "no_information"),
        "password_last_changed": column(row["passwordLastChanged"], "not_supported"),
        "mfa_active": "true" if row["mfaActive"] else "false",
    }
    for number, key in enumerate(row["keys"], 1):
        slot = f"access_key_{number}"
        columns[f"{slot}_active"] = "true" if key["active"] else "false"
        columns[f"{slot}_last_rotated"] = column(key["lastRotated"])
        columns[f"{slot}_last_used_date"] = column(key["lastUsed"])
        columns[f"{slot}_last_used_region"] = key.get("lastUsedRegion", "N/A")
        columns[f"{slot}_last_used_service"] = key.get("lastUsedService", "N/A")
    for number, certificate in enumerate(row["certificates"], 1):
        columns[f"cert_{number}_active"] = "true" if certificate["active"] else "false"
        columns[f"cert_{number}_last_rotated"] = column(certificate["lastRotated"])
    return columns


def column(text, otherwise="N/A"):
    return gaps.written(gaps.moment(text), otherwise)


def seed_device(device):
    backend = gaps.account()
    enabled = gaps.moment(device.get("enabledAt")) or gaps.now()
    if device["user"] == "<root_account>":
        gaps.give_root_device(device["serial"], device.get("enabledAt"))
        return
    user = backend.get_user(device["user"])
    user.mfa_devices[device["serial"]] = MFADevice(device["serial"], "000000", "000000")
    user.mfa_devices[device["serial"]].enable_date = enabled
    if device["kind"] == "virtual":
        virtual = VirtualMfaDevice(backend.account_id, "us-east-1", device["serial"].split(":mfa", 1)[1])
        virtual.enable_date, virtual.user = enabled, user
        virtual.user_attribute = {"UserName": user.name, "UserId": user.id, "Arn": user.arn, "Path": user.path, "CreateDate": user.create_date}  # fmt: skip
        backend.virtual_mfa_devices[device["serial"]] = virtual


def seed_password_policy(policy):
    if policy is None:
        return
    gaps.account().update_account_password_policy(
        policy["allowUsersToChange"],
        policy.get("hardExpiry"),
        policy.get("maxAgeDays"),
        policy["minimumLength"],
        policy.get("reusePrevention"),
        policy["requireLowercase"],
        policy["requireNumbers"],
        policy["requireSymbols"],
        policy["requireUppercase"],
    )


def seed_trail(trail):
    number = os.environ["MOTO_ACCOUNT_ID"]
    bucket = trail.get("bucket", f"trail-{number}")
    if bucket not in s3_backends.bucket_accounts:
        s3_backends[number]["aws"].create_bucket(bucket, "us-east-1")
    region = trail["homeRegion"]
    group = trail.get("logGroupArn")
    if group:
        add_log_group(group.split(":")[3], group.split(":log-group:")[1])
    backend = cloudtrail_backends[number][region]
    made = backend.create_trail(
        trail["name"],
        bucket,
        None,
        None,
        trail["globalServiceEvents"],
        trail["multiRegion"],
        trail["logFileValidation"],
        trail["organization"],
        f"{group}:*" if group else None,
        trail.get("logRoleArn"),
        trail.get("kmsKey"),
        [],
    )
    if trail["logging"]:
        made.start_logging()
        made.status.started = gaps.moment(trail.get("loggingSince"))
    made.status.logs_delivered = gaps.moment(trail.get("latestLogsDeliveryAt"))
    selectors = trail.get("selectors", {})
    made.put_event_selectors(selectors.get("basic", []), selectors.get("advanced", []))


def add_log_group(region, name):
    backend = logs_backends[os.environ["MOTO_ACCOUNT_ID"]][region]
    if name not in backend.groups:
        backend.create_log_group(name, {})
    return backend


def seed_filter(one):
    transformation = {"metricName": one["metric"], "metricNamespace": one["namespace"], "metricValue": one["value"]}
    transformation.update({name: one[name] for name in ("defaultValue", "unit", "dimensions") if name in one})
    backend = add_log_group(one["region"], one["logGroup"])
    backend.put_metric_filter(one["name"], one["pattern"], one["logGroup"], [transformation])


def seed_alarm(alarm):
    cloudwatch_backends[os.environ["MOTO_ACCOUNT_ID"]][alarm["region"]].put_metric_alarm(
        name=alarm["name"],
        namespace=alarm["namespace"],
        metric_name=alarm["metric"],
        comparison_operator=alarm["comparison"],
        evaluation_periods=alarm["evaluationPeriods"],
        period=alarm["periodSeconds"],
        threshold=alarm["threshold"],
        statistic=alarm["statistic"],
        description=alarm.get("description"),
        dimensions=[{"Name": name, "Value": value} for name, value in alarm.get("dimensions", {}).items()],
        datapoints_to_alarm=alarm.get("datapointsToAlarm"),
        unit=alarm.get("unit"),
        ok_actions=alarm.get("okActions"),
        insufficient_data_actions=alarm.get("insufficientDataActions"),
        alarm_actions=alarm["actions"],
        actions_enabled=alarm["actionsEnabled"],
        treat_missing_data=alarm.get("treatMissingData"),
    )


def seed_topic(topic):
    backend = sns_backends[os.environ["MOTO_ACCOUNT_ID"]][topic["region"]]
    backend.create_topic(topic["name"])
    for one in topic["subscriptions"]:
        made = backend.subscribe(topic["arn"], one["endpoint"], one["protocol"])
        made.confirmed = one["confirmed"]
        if one.get("arn"):
            backend.subscriptions[one["arn"]] = backend.subscriptions.pop(made.arn)
            made.arn = one["arn"]
