"""Fills moto with what stands around a snapshot's principals: certificates, providers, contacts, organization, analyzers."""

import os

import gaps
import gaps_analyzer
import gaps_iam
from moto.account.models import account_backends
from moto.iam.models import SigningCertificate
from moto.organizations.models import FakeAccount, organizations_backends
from moto.ssoadmin.models import Instance, ssoadmin_backends


def seed(data):
    for key in data.get("ssh-keys", []):
        seed_ssh_key(key)
    for one in data.get("signing-certificates", []):
        seed_signing_certificate(one)
    for one in data.get("server-certificates", []):
        seed_server_certificate(one)
    for one in data.get("identity-providers", []):
        seed_identity_provider(one)
    tell(data.get("service-last-accessed", []), data.get("access-analyzer", {}).get("findings", []))
    for kind, contact in data.get("alternate-contacts", {}).items():
        if contact:
            account_backends[number()]["aws"].put_alternate_contact(
                kind.upper(), contact["email"], contact["name"], contact["phone"], contact["title"]
            )
    if data.get("organization"):
        seed_organization(data["organization"])
    for one in data.get("identity-center", {}).get("items", []):
        seed_instance(one)
    for one in data.get("access-analyzer", {}).get("analyzers", []):
        kept = {name: one[name] for name in ("arn", "name", "type", "status", "createdAt")}
        gaps_analyzer.state.analyzers[one["region"], one["name"]] = {**kept, "tags": {}}


def tell(uses, findings):
    """What AWS finds out by itself: the services that principals used, and who can reach what from outside."""
    for one in uses:
        gaps_iam.state.services[one["arn"]] = services_of(one)
    for one in findings:
        gaps_analyzer.state.findings[one["analyzer"], one["id"]] = finding_of(one)


def number():
    return os.environ["MOTO_ACCOUNT_ID"]


def seed_ssh_key(key):
    made = gaps.account().get_user(key["user"]).upload_ssh_public_key(key.get("body", f"ssh-rsa AAAA{key['id']}"))
    made.ssh_public_key_id, made.upload_date = key["id"], gaps.moment(key["uploadedAt"])
    made.status = "Active" if key["active"] else "Inactive"


def seed_signing_certificate(one):
    made = SigningCertificate(one["id"], one["user"], one.get("body", ""))
    made.upload_date = gaps.moment(one["uploadedAt"])
    made.status = "Active" if one["active"] else "Inactive"
    gaps.account().get_user(one["user"]).signing_certificates[one["id"]] = made


def seed_server_certificate(one):
    made = gaps.account().upload_server_certificate(
        one["name"], one.get("body", ""), "", one.get("chain"), one["path"]
    )
    made.id, made.upload_date = one["id"], gaps.moment(one["uploadedAt"])
    made.expiration = gaps.moment(one["expiresAt"])


def seed_identity_provider(one):
    if one["kind"] == "saml":
        made = gaps.account().create_saml_provider(one["name"], one.get("metadata", {}).get("document", ""))
        made.valid_until = gaps.moment(one.get("validUntil"))
    else:
        tags = [{"Key": key, "Value": value} for key, value in one["tags"].items()]
        made = gaps.account().create_open_id_connect_provider(
            f"https://{one['url']}", one["thumbprints"], one["clientIds"], tags
        )
    made.create_date = gaps.moment(one.get("createdAt")) or made.create_date


def services_of(one):
    """The same as GetServiceLastAccessedDetails tells it; None where the job fails."""
    if one["services"] is None:
        return None
    return [
        {
            "ServiceName": use["service"],
            "ServiceNamespace": use["service"],
            "TotalAuthenticatedEntities": 0 if use["lastUsed"] == "never" else 1,
            **({} if use["lastUsed"] == "never" else {"LastAuthenticated": gaps.moment(use["lastUsed"])}),
            **({"LastAuthenticatedRegion": use["region"]} if "region" in use else {}),
        }
        for use in one["services"]
    ]


def seed_organization(one):
    backend = organizations_backends[one["managementAccountId"]]["aws"]
    backend.create_organization("us-east-1", FeatureSet=one["featureSet"])
    backend.org.id = one["id"]
    policies = one["serviceControlPolicies"].get("data", [])
    own = one.get("ownPolicies", {}).get("data", [])
    gaps_iam.state.organization_tells = one["serviceControlPolicies"]["status"] == "read"
    features = one["rootFeatures"].get("data", {})
    names = {"credentialsManagement": "RootCredentialsManagement", "sessions": "RootSessions"}
    gaps_iam.state.root_features = [name for key, name in names.items() if features.get(key)]
    root = next((each["target"] for each in policies if each["targetType"] == "root"), backend.org.root_id)
    backend.ou[0].id = backend.org.root_id = backend.accounts[0].parent_id = root
    parent = root
    units = [each["target"] for each in policies if each["targetType"] == "unit"]
    elsewhere = [target for each in own for target in each["targets"] if target.startswith("ou-")]
    for target in [*units, *elsewhere]:
        if all(unit.id != target for unit in backend.ou):
            made = backend.create_organizational_unit(Name=target, ParentId=parent)["OrganizationalUnit"]
            next(unit for unit in backend.ou if unit.id == made["Id"]).id = parent = target
    for member in one["accounts"].get("data", [number()]):
        add_member(backend, member, parent if member == number() else root)
    for holder in [*backend.ou, *backend.accounts]:
        holder.attached_policies = [each for each in holder.attached_policies if each.type != "SERVICE_CONTROL_POLICY"]
    for each in own:
        write_policy(backend, each)
    for each in policies:
        attach(backend, each)
    told = {(each["id"], each["target"]) for each in policies}
    for each in own:
        for target in each["targets"]:
            if (each["id"], target) not in told:
                attach(backend, {**each, "target": target})


def add_member(backend, member, parent):
    if member == backend.account_id:
        return
    made = FakeAccount(backend.org, AccountName=member, Email=f"{member}@example.com")
    made.id, made.parent_id = member, parent
    backend.accounts.append(made)
    organizations_backends.master_accounts[member] = (backend.account_id, "aws")


def write_policy(backend, each):
    made = backend.create_policy(
        Name=each["name"], Description=each["description"], Type="SERVICE_CONTROL_POLICY", Content=each["document"]
    )
    policy = backend.get_policy_by_id(made["Policy"]["PolicySummary"]["Id"])
    policy.id, policy.aws_managed = each["id"], each.get("awsManaged", False)
    return policy


def attach(backend, each):
    policy = next((one for one in backend.policies if one.id == each["id"]), None)
    if policy is None:
        content = '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"organizations:LeaveOrganization","Resource":"*"}]}'
        policy = write_policy(backend, {"description": "", "document": content, **each})
    holders = [holder for holder in [*backend.ou, *backend.accounts] if holder.id == each["target"]]
    holders[0].attached_policies.append(policy)
    policy.attachments.append(holders[0])


def seed_instance(one):
    made = Instance(one.get("ownerAccountId"), one["region"])
    made.instance_arn, made.identity_store_id = one["arn"], one["identityStoreId"]
    made.name, made.status = one.get("name"), one.get("status")
    ssoadmin_backends[number()][one["region"]].instances.append(made)


def finding_of(one):
    return {
        "id": one["id"],
        "principal": one["principal"],
        "action": one["actions"],
        "resource": one.get("resource"),
        "isPublic": one["isPublic"],
        "resourceType": one["resourceType"],
        "condition": {},
        "createdAt": one["createdAt"],
        "analyzedAt": one["updatedAt"],
        "updatedAt": one["updatedAt"],
        "status": "ACTIVE",
        "resourceOwnerAccount": one["ownerAccountId"],
        **({"error": one["error"]} if "error" in one else {}),
    }
