"""Root sessions as AWS documents them: opened from the organization's management account, and able to delete alone."""

import os

from gaps import SUMMARY, account, state
from gaps_iam import organization_of
from moto.core.responses import ActionResult, EmptyResult
from moto.iam.exceptions import IAMException, NotFoundException
from moto.iam.models import iam_backends
from moto.iam.responses import IamResponse
from moto.sts.responses import TokenResponse

TASK = "arn:aws:iam::aws:policy/root-task/IAMDeleteRootUserCredentials"
SESSION = "ASIAROOTSESSION00001"


class AccessDenied(IAMException):
    code = "AccessDenied"


class Invalid(IAMException):
    code = "ValidationError"


def outsider(body):
    """A user of another account, with keys, as the management account has them."""
    backend = iam_backends[body["account"]]["aws"]
    backend.create_user("us-east-1", "root-sessions")
    key = backend.create_access_key("root-sessions")
    return {"accessKeyId": key.access_key_id, "secretAccessKey": key.secret_access_key}


def assume_root(self):
    target = self._get_param("TargetPrincipal")
    organization = organization_of(target)
    if organization is None or self.current_account != organization.account_id or target == self.current_account:
        raise AccessDenied(
            f"User: arn:aws:iam::{self.current_account}:user/root-sessions is not authorized to perform: "
            f"sts:AssumeRoot on resource: arn:aws:iam::{target}:root"
        )
    if self._get_param("TaskPolicyArn.arn") != TASK:
        raise Invalid("The task policy is none of those for root tasks")
    if int(self._get_param("DurationSeconds") or 900) > 900:
        raise Invalid("A root session lasts 900 seconds at most")
    keys = {"AccessKeyId": SESSION, "SecretAccessKey": "session", "SessionToken": "session"}
    return ActionResult({"Credentials": {**keys, "Expiration": "2037-01-01T00:00:00Z"}})


def slots(kind, there):
    """The columns of the root user's row that tell of a credential, by number."""
    return [number for number in (1, 2) if state.root_row.get(f"{kind}_{number}_{there}", "N/A") != "N/A"]


def in_session(name, told):
    """Answers for the root user in a root session; all other callers are answered as before."""
    usual = getattr(IamResponse, name)

    def answer(self):
        return told(self) if self.access_key == SESSION and not self._get_param("UserName") else usual(self)

    setattr(IamResponse, name, answer)


def list_keys(self):
    keys = [
        {"UserName": "<root_account>", "AccessKeyId": f"AKIAROOTUSER000000{number:02}", "Status": "Active", "CreateDate": state.root_row[f"access_key_{number}_last_rotated"]}  # fmt: skip
        for number in slots("access_key", "last_rotated")
    ]
    return ActionResult({"AccessKeyMetadata": keys, "IsTruncated": False})


def key_last_used(self):
    used = state.root_row.get(f"access_key_{int(self._get_param('AccessKeyId')[-2:])}_last_used_date", "N/A")
    last = {"ServiceName": "s3", "Region": "us-east-1"} if used == "N/A" else {"LastUsedDate": used, "ServiceName": "s3", "Region": "us-east-1"}  # fmt: skip
    return ActionResult({"UserName": "<root_account>", "AccessKeyLastUsed": last})


def delete_key(self):
    number = int(self._get_param("AccessKeyId")[-2:])
    forget("access_key", number, "AccountAccessKeysPresent")
    return EmptyResult()


def list_certificates(self):
    certificates = [
        {"UserName": "<root_account>", "CertificateId": f"ROOTCERTIFICATE000000000{number}", "Status": "Active", "CertificateBody": "", "UploadDate": state.root_row[f"cert_{number}_last_rotated"]}  # fmt: skip
        for number in slots("cert", "last_rotated")
    ]
    return ActionResult({"Certificates": certificates, "IsTruncated": False})


def delete_certificate(self):
    number = int(self._get_param("CertificateId")[-1:])
    forget("cert", number, "AccountSigningCertificatesPresent")
    return EmptyResult()


def forget(kind, number, counter):
    if number not in slots(kind, "last_rotated"):
        raise NotFoundException(f"The root user has no {kind} {number}")
    for column in [name for name in state.root_row if name.startswith(f"{kind}_{number}_")]:
        state.root_row[column] = "false" if column.endswith("_active") else "N/A"
    setattr(account().account_summary, f"_{SUMMARY[counter]}", 1 if slots(kind, "last_rotated") else 0)


def get_password(self):
    if not state.root_password:
        raise NotFoundException("Login Profile for the root user cannot be found.")
    made = state.root_row["password_last_changed"]
    return ActionResult({"LoginProfile": {"UserName": "<root_account>", "CreateDate": made}})


def get_root(self):
    number = self.current_account
    user = {"UserName": "<root_account>", "UserId": number, "Arn": f"arn:aws:iam::{number}:root", "Path": "/"}
    used = state.root_row.get("password_last_used", "N/A")
    told = {} if used in ("N/A", "no_information") else {"PasswordLastUsed": used}
    return ActionResult({"User": {**user, "CreateDate": "2020-01-01T00:00:00Z", **told}})


def delete_password(self):
    if not state.root_password:
        raise NotFoundException("Login Profile for the root user cannot be found.")
    state.root_password = 0
    state.root_row.update(password_enabled="false", password_last_used="N/A", password_last_changed="N/A")
    return EmptyResult()


def summary_with_password(self):
    told = usual_summary(self)
    if state.root_password is not None:
        told.result["SummaryMap"]["AccountPasswordPresent"] = state.root_password
    return told


usual_summary = IamResponse.get_account_summary


def fill():
    TokenResponse.assume_root = assume_root
    IamResponse.get_account_summary = summary_with_password
    in_session("list_access_keys", list_keys)
    in_session("delete_access_key", delete_key)
    in_session("list_signing_certificates", list_certificates)
    in_session("delete_signing_certificate", delete_certificate)
    in_session("get_access_key_last_used", key_last_used)
    in_session("get_login_profile", get_password)
    in_session("get_user", get_root)
    in_session("delete_login_profile", delete_password)
