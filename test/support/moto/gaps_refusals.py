"""Calls that AWS refuses and moto lets pass: what is in use is not deleted, quotas hold."""

from gaps import policy_detail
from moto.iam.exceptions import DeleteConflictException, LimitExceededException
from moto.iam.models import IAMBackend

def refusing(name, check):
    """Wraps a method of the backend in a check that raises AWS's refusal."""
    allowed = getattr(IAMBackend, name)

    def checked(self, *args, **kwargs):
        check(self, *args, **kwargs)
        return allowed(self, *args, **kwargs)

    setattr(IAMBackend, name, checked)


def refuse_policy_in_use(self, policy_arn):
    policy = self.get_policy(policy_arn)
    detail = policy_detail(self, policy)
    if detail["AttachmentCount"] or detail["PermissionsBoundaryUsageCount"]:
        raise DeleteConflictException("Cannot delete a policy attached to entities.")
    if len(policy.versions) > 1:
        raise DeleteConflictException("This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.")  # fmt: skip


def refuse_group_in_use(self, group_name):
    group = self.get_group(group_name)
    if group.users:
        raise DeleteConflictException("Cannot delete entity, must remove users from group first.")
    if group.managed_policies:
        raise DeleteConflictException("Cannot delete entity, must detach all policies first.")
    if group.policies:
        raise DeleteConflictException("Cannot delete entity, must delete policies first.")


def refuse_user_in_use(self, user_name):
    user = self.get_user(user_name)
    if self.get_groups_for_user(user_name):
        raise DeleteConflictException("Cannot delete entity, must remove users from group first.")
    if user.access_keys:
        raise DeleteConflictException("Cannot delete entity, must delete access keys first.")
    if user.password:
        raise DeleteConflictException("Cannot delete entity, must delete login profile first.")
    if user.mfa_devices:
        raise DeleteConflictException("Cannot delete entity, must delete MFA device first.")
    if user.managed_policies:
        raise DeleteConflictException("Cannot delete entity, must detach all policies first.")
    if user.policies:
        raise DeleteConflictException("Cannot delete entity, must delete policies first.")
    if user.ssh_public_keys:
        raise DeleteConflictException("Cannot delete entity, must delete SSH public keys first.")
    if user.signing_certificates:
        raise DeleteConflictException("Cannot delete entity, must delete signing certificates first.")


def refuse_eleventh_policy(find, quota):
    def check(self, policy_arn, name=None, **named):
        held = find(self, name or next(iter(named.values()))).managed_policies
        if policy_arn not in held and len(held) >= 10:
            raise LimitExceededException(f"Cannot exceed quota for {quota}: 10")

    return check


def refuse_eleventh_group(self, group_name, user_name):
    groups = self.get_groups_for_user(user_name)
    if len(groups) >= 10 and group_name not in [group.name for group in groups]:
        raise LimitExceededException("Cannot exceed quota for GroupsPerUser: 10")


def refuse_long_documents(kind, find, quota):
    """Inline policies share a quota; white space does not count."""

    def check(self, name, policy_name, policy_json, **_):
        documents = {**find(self, name).policies, policy_name: policy_json}
        if sum(len("".join(text.split())) for text in documents.values()) > quota:
            raise LimitExceededException(f"Maximum policy size of {quota} bytes exceeded for {kind} {name}")

    return check


def fill():
    refusing("delete_policy", refuse_policy_in_use)
    refusing("delete_group", refuse_group_in_use)
    refusing("delete_user", refuse_user_in_use)
    refusing("add_user_to_group", refuse_eleventh_group)
    for kind, find, quota in (
        ("user", IAMBackend.get_user, 2048),
        ("group", IAMBackend.get_group, 5120),
        ("role", IAMBackend.get_role, 10240),
    ):
        refusing(f"attach_{kind}_policy", refuse_eleventh_policy(find, f"PoliciesPer{kind.capitalize()}"))
        refusing(f"put_{kind}_policy", refuse_long_documents(kind, find, quota))
