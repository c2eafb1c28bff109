"""The credential report as AWS writes it: with the root user's row, its own words, and made anew only now and then."""

import os
from datetime import timedelta

from gaps import now, state, written
from moto.core.responses import ActionResult
from moto.iam.exceptions import IAMException, ReportNotPresentException
from moto.iam.responses import IamResponse

COLUMNS = [
    "user", "arn", "user_creation_time", "password_enabled", "password_last_used", "password_last_changed",
    "password_next_rotation", "mfa_active",
    "access_key_1_active", "access_key_1_last_rotated", "access_key_1_last_used_date",
    "access_key_1_last_used_region", "access_key_1_last_used_service",
    "access_key_2_active", "access_key_2_last_rotated", "access_key_2_last_used_date",
    "access_key_2_last_used_region", "access_key_2_last_used_service",
    "cert_1_active", "cert_1_last_rotated", "cert_2_active", "cert_2_last_rotated",
]  # fmt: skip
NOBODY = {name: "false" if name.endswith("_active") else "N/A" for name in COLUMNS}
NEW_ROOT = {
    **NOBODY,
    "user": "<root_account>",
    "user_creation_time": "2020-01-01T00:00:00+00:00",
    "password_enabled": "not_supported",
    "password_last_used": "no_information",
    "password_last_changed": "not_supported",
    "password_next_rotation": "not_supported",
}


class ReportExpired(IAMException):
    code = "ReportExpired"


class ReportInProgress(IAMException):
    code = "ReportInProgress"


def user_row(backend, user):
    row = {**NOBODY, "user": user.name, "arn": user.arn, "user_creation_time": written(user.create_date)}
    row["password_enabled"] = "true" if user.password else "false"
    row["mfa_active"] = "true" if user.mfa_devices else "false"
    if user.password:
        changed = getattr(user, "password_changed", user.create_date)
        policy = backend.account_password_policy
        row["password_last_used"] = written(user.password_last_used, "no_information")
        row["password_last_changed"] = written(changed)
        if policy and policy.max_password_age:
            row["password_next_rotation"] = written(changed + timedelta(days=int(policy.max_password_age)))
    for number, key in enumerate(user.access_keys, 1):
        slot = f"access_key_{number}"
        row[f"{slot}_active"] = "true" if key.status == "Active" else "false"
        row[f"{slot}_last_rotated"] = written(key.create_date)
        if key.last_used:
            row[f"{slot}_last_used_date"] = written(key.last_used.timestamp)
            row[f"{slot}_last_used_region"] = key.last_used.region
            row[f"{slot}_last_used_service"] = key.last_used.service
    for number, certificate in enumerate(list(user.signing_certificates.values())[:2], 1):
        row[f"cert_{number}_active"] = "true" if certificate.status == "Active" else "false"
        row[f"cert_{number}_last_rotated"] = written(certificate.upload_date)
    return row


def root_row():
    arn = f"arn:aws:iam::{os.environ['MOTO_ACCOUNT_ID']}:root"
    mfa = "true" if state.root_device else "false"
    return {**NEW_ROOT, "arn": arn, "mfa_active": mfa, **state.root_row}


def generate_report(self):
    report = state.report
    if report and not report["complete"]:
        report["complete"] = True
        return ActionResult({"State": "COMPLETE"})
    if report and now() - report["at"] < timedelta(seconds=state.report_lasts):
        return ActionResult({"State": "COMPLETE"})
    rows = [root_row(), *(user_row(self.backend, user) for user in self.backend.users.values())]
    lines = [",".join(COLUMNS), *(",".join(row[name] for name in COLUMNS) for row in rows)]
    state.report = {"at": now(), "complete": False, "text": "\n".join(lines)}
    return ActionResult({"State": "STARTED", "Description": "No report exists. Starting a new report generation task"})


def get_report(self):
    report = state.report
    if report is None:
        raise ReportNotPresentException("Credential report not present")
    if not report["complete"]:
        raise ReportInProgress("Credential report is not ready")
    if now() - report["at"] > timedelta(hours=4):
        raise ReportExpired("Credential report expired")
    return ActionResult({"Content": report["text"], "ReportFormat": "text/csv", "GeneratedTime": report["at"]})


def fill():
    IamResponse.generate_credential_report = generate_report
    IamResponse.get_credential_report = get_report
