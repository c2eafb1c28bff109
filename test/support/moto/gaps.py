"""What moto's IAM and STS leave out, filled as AWS documents it."""

import os
from datetime import datetime, timezone
from types import SimpleNamespace
from urllib.parse import quote

from moto.core.responses import ActionResult, BaseResponse, EmptyResult
from moto.iam import models
from moto.iam.models import AccessKeyLastUsed, AWSManagedPolicy, VirtualMfaDevice, iam_backends
from moto.iam.responses import IamResponse
from moto.sts.models import STSBackend

DAY = "%Y-%m-%dT%H:%M:%S+00:00"


class State:
    """What moto has no place for."""

    def __init__(self):
        self.forget()

    def forget(self):
        self.caller = None
        self.root_row = {}
        self.root_device = None
        self.root_password = None
        self.report = None
        self.report_lasts = 0


state = State()


def account():
    return iam_backends[os.environ["MOTO_ACCOUNT_ID"]]["aws"]


def moment(text):
    """An ISO 8601 time as moto keeps times: naive, in UTC."""
    if text is None or text in ("never", "unknown"):
        return None
    return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(timezone.utc).replace(tzinfo=None)


def now():
    """AWS tells times in whole seconds."""
    return datetime.now(timezone.utc).replace(tzinfo=None, microsecond=0)


def written(time, otherwise="N/A"):
    return otherwise if time is None else time.strftime(DAY)


# Account summary and the root user


def set_root(body):
    """`row` sets columns of the report, `summary` counters, `device` the serial number of a virtual MFA device."""
    state.root_row.update(body.get("row", {}))
    for counter, value in body.get("summary", {}).items():
        if counter == "AccountPasswordPresent":
            state.root_password = value
            continue
        setattr(account().account_summary, f"_{SUMMARY[counter]}", value)
    if "device" in body:
        give_root_device(body["device"], body.get("enabledAt"))


SUMMARY = {
    "AccountMFAEnabled": "account_mfa_enabled",
    "AccountAccessKeysPresent": "account_access_keys_present",
    "AccountSigningCertificatesPresent": "account_signing_certificates_present",
}


def give_root_device(serial, enabled_at=None):
    number = os.environ["MOTO_ACCOUNT_ID"]
    if state.root_device:
        account().virtual_mfa_devices.pop(state.root_device, None)
    state.root_device = serial
    account().account_summary._account_mfa_enabled = 1 if serial else 0
    if serial is None or not serial.startswith("arn:"):
        return
    device = VirtualMfaDevice(number, "us-east-1", serial.split(":mfa", 1)[1])
    device.enable_date = moment(enabled_at) or now()
    device.user = SimpleNamespace(user_id=number, arn=f"arn:aws:iam::{number}:root")
    account().virtual_mfa_devices[serial] = device


# Ages


def age(body):
    """Sets the past: `users`, `keys`, `roles`, `policies` and `profiles` by name or id; `uploads` are SSH keys and certificates."""
    for name, past in body.get("users", {}).items():
        user = account().get_user(name)
        user.create_date = moment(past.get("createdAt")) or user.create_date
        user.password_last_used = moment(past.get("passwordLastUsed")) or user.password_last_used
        user.password_changed = moment(past.get("passwordLastChanged")) or getattr(user, "password_changed", now())
        user.login_created = moment(past.get("loginProfileCreatedAt")) or getattr(user, "login_created", now())
    for identifier, past in body.get("keys", {}).items():
        key = account().access_keys[identifier]
        key.create_date = moment(past.get("createdAt")) or key.create_date
        if past.get("lastUsed"):
            used = moment(past["lastUsed"])
            key.last_used = AccessKeyLastUsed(used, past.get("service", "s3"), past.get("region", "us-east-1"))
    for name, past in body.get("roles", {}).items():
        role = account().get_role(name)
        role.create_date = moment(past.get("createdAt")) or role.create_date
        if past.get("lastUsed"):
            role.last_used, role.last_used_region = moment(past["lastUsed"]), past.get("region", "us-east-1")
    for name, past in body.get("policies", {}).items():
        policy = next(one for one in account().managed_policies.values() if one.name == name)
        policy.create_date = moment(past["createdAt"])
    for name, past in body.get("profiles", {}).items():
        account().get_instance_profile(name).create_date = moment(past["createdAt"])
    for identifier, past in body.get("uploads", {}).items():
        upload(identifier).upload_date = moment(past["uploadedAt"])


def upload(identifier):
    for user in account().users.values():
        for one in (*user.ssh_public_keys, *user.signing_certificates.values()):
            if identifier in (getattr(one, "ssh_public_key_id", None), getattr(one, "id", None)):
                return one
    raise ValueError(f"nobody uploaded {identifier}")


# Authorization details


def policy_detail(backend, policy):
    holders = [*backend.users.values(), *backend.groups.values(), *backend.roles.values()]
    return {
        "PolicyName": policy.name,
        "PolicyId": policy.id,
        "Arn": policy.arn,
        "Path": policy.path,
        "DefaultVersionId": policy.default_version_id,
        "AttachmentCount": sum(policy.arn in holder.managed_policies for holder in holders),
        "PermissionsBoundaryUsageCount": sum(boundary_of(holder) == policy.arn for holder in holders),
        "IsAttachable": True,
        "CreateDate": policy.create_date,
        "UpdateDate": policy.update_date,
        **({"Description": policy.description} if policy.description else {}),
        "PolicyVersionList": [
            {
                "Document": quote(version.document),
                "VersionId": version.version_id,
                "IsDefaultVersion": version.is_default,
                "CreateDate": version.create_date,
            }
            for version in policy.versions
        ],
    }


def boundary_of(holder):
    boundary = getattr(holder, "permissions_boundary", None)
    return boundary["PermissionsBoundaryArn"] if boundary else None


def authorization_details(self):
    """Pages over users, groups, roles and policies in turn; of AWS's own policies only those in use."""
    backend = self.backend
    wanted = set(self._get_param("Filter", []))
    size = int(self._get_param("MaxItems", 100))
    start = int(self._get_param("Marker", 0))

    def policies(own):
        return [
            detail
            for detail in (policy_detail(backend, policy) for policy in backend.managed_policies.values())
            if (":iam::aws:" in detail["Arn"]) != own
            and (own or detail["AttachmentCount"] or detail["PermissionsBoundaryUsageCount"])
        ]

    parts = [
        ("User", "UserDetailList", lambda: backend.users.values()),
        ("Group", "GroupDetailList", lambda: backend.groups.values()),
        ("Role", "RoleDetailList", lambda: backend.roles.values()),
        ("LocalManagedPolicy", "Policies", lambda: policies(True)),
        ("AWSManagedPolicy", "Policies", lambda: policies(False)),
    ]
    items = [(key, item) for kind, key, read in parts if not wanted or kind in wanted for item in read()]
    result = {"UserDetailList": [], "GroupDetailList": [], "RoleDetailList": [], "Policies": []}
    for key, item in items[start : start + size]:
        result[key].append(item)
    more = start + size < len(items)
    return ActionResult({**result, "IsTruncated": more, "Marker": str(start + size) if more else None})


# Permissions boundaries of users


def put_user_boundary(self):
    user = self.backend.get_user(self._get_param("UserName"))
    arn = self._get_param("PermissionsBoundary")
    user.permissions_boundary = {"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": arn}
    return EmptyResult()


def delete_user_boundary(self):
    user = self.backend.get_user(self._get_param("UserName"))
    user.permissions_boundary = None
    return EmptyResult()


# Passwords


def login_profile(user):
    return ActionResult(
        {
            "LoginProfile": {
                "UserName": user.name,
                "CreateDate": getattr(user, "login_created", user.create_date),
                "PasswordResetRequired": user.password_reset_required,
            }
        }
    )


def create_login_profile(self):
    user = self.backend.create_login_profile(self._get_param("UserName"), self._get_param("Password"))
    user.password_last_used = None
    user.password_changed = user.login_created = now()
    user.password_reset_required = str(self._get_param("PasswordResetRequired", "false")).lower() == "true"
    return login_profile(user)


def get_login_profile(self):
    return login_profile(self.backend.get_login_profile(self._get_param("UserName")))


def update_login_profile(self):
    user = self.backend.get_login_profile(self._get_param("UserName"))
    if self._get_param("Password"):
        user.password, user.password_changed = self._get_param("Password"), now()
    reset = self._get_param("PasswordResetRequired")
    if reset is not None:
        user.password_reset_required = str(reset).lower() == "true"
    return EmptyResult()


# Identity


def caller_identity(answer):
    def get_caller_identity(self, access_key_id, region):
        user, arn, number = answer(self, access_key_id, region)
        return user, state.caller or arn, number

    return get_caller_identity


def current_account(self):
    """The server's account, for all but those who assumed a role of another."""
    key = self.get_access_key()
    holders = (number for number in list(iam_backends) if key in iam_backends[number]["aws"].access_keys)
    return next(holders, os.environ["MOTO_ACCOUNT_ID"])


def add_aws_policy(arn, identifier, created, versions):
    """One of AWS's own policies, without moto's whole catalogue of them."""
    path, name = arn.split(":policy", 1)[1].rsplit("/", 1)
    backend = account()
    policy = AWSManagedPolicy(name, backend.account_id, "us-east-1", path=f"{path}/", document=versions[0]["document"])
    policy.id, policy.create_date, policy.update_date = identifier, moment(created), moment(created)
    backend.managed_policies[arn] = policy
    backend.aws_managed_policies.append(policy)
    return policy


def fill():
    models.utcnow = now
    IamResponse.get_account_authorization_details = authorization_details
    IamResponse.put_user_permissions_boundary = put_user_boundary
    IamResponse.delete_user_permissions_boundary = delete_user_boundary
    IamResponse.create_login_profile = create_login_profile
    IamResponse.get_login_profile = get_login_profile
    IamResponse.update_login_profile = update_login_profile
    BaseResponse.get_current_account = current_account
    STSBackend.get_caller_identity = caller_identity(STSBackend.get_caller_identity)
