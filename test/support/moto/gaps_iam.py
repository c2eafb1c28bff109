"""What moto leaves out of IAM's reports and certificates, of Organizations and of Identity Center, as AWS documents it."""

import os
import re
import uuid
from datetime import datetime, timedelta, timezone

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from gaps import moment, now
from moto.core.exceptions import JsonRESTError
from moto.core.responses import ActionResult, EmptyResult
from moto.iam.exceptions import IAMException, NotFoundException
from moto.iam.models import Certificate, IAMBackend, ManagedPolicy
from moto.iam.responses import IamResponse
from moto.moto_api._internal import mock_random
from moto.organizations.models import OrganizationsBackend, organizations_backends
from moto.ssoadmin.models import Instance, SSOAdminBackend, ssoadmin_backends
from moto.ssoadmin.responses import SSOAdminResponse


class State:
    """What moto has no place for."""

    def __init__(self):
        self.forget()

    def forget(self):
        self.services = {}
        self.jobs = {}
        self.looks = 0
        self.organization_tells = True
        self.root_features = []
        organizations_backends.master_accounts.clear()


state = State()


# Service last accessed


def generate_last_accessed(self):
    arn = self._get_param("Arn")
    backend = self.backend
    known = [*backend.users.values(), *backend.groups.values(), *backend.roles.values(), *backend.managed_policies.values()]  # fmt: skip
    if all(each.arn != arn for each in known):
        raise NotFoundException(f"ARN {arn} is not found.")
    identifier = str(uuid.uuid4())
    state.jobs[identifier] = {"arn": arn, "looks": state.looks, "at": now()}
    return ActionResult({"JobId": identifier})


def get_last_accessed(self):
    """A job is done after as many looks as the test wants; a principal without services has a job that fails."""
    job = state.jobs.get(self._get_param("JobId"))
    if job is None:
        raise NotFoundException(f"Job Id {self._get_param('JobId')} is not found.")
    answer = {"JobType": "SERVICE_LEVEL", "JobCreationDate": job["at"], "ServicesLastAccessed": [], "IsTruncated": False}  # fmt: skip
    if job["looks"] > 0:
        job["looks"] -= 1
        return ActionResult({**answer, "JobStatus": "IN_PROGRESS"})
    services = state.services.get(job["arn"], [])
    if services is None:
        error = {"Code": "InternalError", "Message": "IAM could not finish its report"}
        return ActionResult({**answer, "JobStatus": "FAILED", "JobCompletionDate": now(), "Error": error})
    size, start = int(self._get_param("MaxItems", 100)), int(self._get_param("Marker", 0))
    more = start + size < len(services)
    page = {"ServicesLastAccessed": services[start : start + size], "IsTruncated": more}
    if more:
        page["Marker"] = str(start + size)
    return ActionResult({**answer, **page, "JobStatus": "COMPLETED", "JobCompletionDate": now()})


# Server certificates


def dated(made):
    def init(self, *args, **kwargs):
        made(self, *args, **kwargs)
        self.id = "ASCA" + mock_random.get_random_string(17).upper()
        self.upload_date = now()
        self.expiration = expiration_of(self.cert_body) or now()

    return init


def expiration_of(body):
    try:
        expires = x509.load_pem_x509_certificate(body.encode()).not_valid_after_utc
    except ValueError:
        return None
    return expires.astimezone(timezone.utc).replace(tzinfo=None)


def certificate_metadata(one):
    return {
        "ServerCertificateName": one.cert_name,
        "Path": one.path,
        "Arn": one.arn,
        "ServerCertificateId": one.id,
        "UploadDate": one.upload_date,
        "Expiration": one.expiration,
    }


def upload_server_certificate(self):
    one = self.backend.upload_server_certificate(
        self._get_param("ServerCertificateName"),
        self._get_param("CertificateBody"),
        self._get_param("PrivateKey"),
        cert_chain=self._get_param("CertificateChain"),
        path=self._get_param("Path"),
    )
    return ActionResult({"ServerCertificateMetadata": certificate_metadata(one)})


def list_server_certificates(self):
    listed = [certificate_metadata(one) for one in self.backend.list_server_certificates()]
    return ActionResult({"ServerCertificateMetadataList": listed, "IsTruncated": False})


def get_server_certificate(self):
    one = self.backend.get_server_certificate(self._get_param("ServerCertificateName"))
    answer = {"ServerCertificateMetadata": certificate_metadata(one), "CertificateBody": one.cert_body}
    if one.cert_chain:
        answer["CertificateChain"] = one.cert_chain
    return ActionResult({"ServerCertificate": answer})


# Organizations


class OrganizationNotFound(IAMException):
    code = "OrganizationNotFound"


class NotManagementAccount(IAMException):
    code = "AccountNotManagementOrDelegatedAdministrator"


def organization_of(number):
    """The backend of the organization's management account, or None."""
    if organizations_backends[number]["aws"].org:
        return organizations_backends[number]["aws"]
    master = organizations_backends.master_accounts.get(number)
    return organizations_backends[master[0]][master[1]] if master else None


def list_organizations_features(self):
    found = organization_of(os.environ["MOTO_ACCOUNT_ID"])
    if found is None:
        raise OrganizationNotFound("No organization is associated with your account.")
    if not state.organization_tells:
        raise NotManagementAccount("The account is not the management account or a delegated administrator account for centralized root access.")  # fmt: skip
    return ActionResult({"OrganizationId": found.org.id, "EnabledFeatures": state.root_features})


def told_by_management(name):
    """Member accounts are told what the management account knows when they are delegated administrators, else nothing."""
    ask = getattr(OrganizationsBackend, name)

    def told(self, *args, **kwargs):
        if self.org is not None:
            return ask(self, *args, **kwargs)
        found = organization_of(self.account_id)
        if found is None or not state.organization_tells:
            raise JsonRESTError("AccessDeniedException", "You don't have permissions to access this resource.")
        return ask(found, *args, **kwargs)

    setattr(OrganizationsBackend, name, told)


# Identity Center


def without_instance(made):
    """No account has an instance before somebody enables Identity Center."""

    def init(self, *args, **kwargs):
        made(self, *args, **kwargs)
        self.instances = []

    return init


def create_instance(self):
    """An instance of the account itself; a region holds one at most."""
    backend = ssoadmin_backends[self.current_account][self.region]
    if backend.instances:
        raise JsonRESTError("ConflictException", "An instance of IAM Identity Center exists in this account already.")
    backend.instances.append(Instance(self.current_account, self.region))
    return ActionResult({"InstanceArn": backend.instances[0].instance_arn})


def delete_instance(self):
    backend = ssoadmin_backends[self.current_account][self.region]
    kept = [one for one in backend.instances if one.instance_arn != self._get_param("InstanceArn")]
    if len(kept) == len(backend.instances):
        raise JsonRESTError("ResourceNotFoundException", "The instance does not exist.")
    backend.instances = kept
    return EmptyResult()


# SAML providers


def telling_its_end(original):
    """New metadata settle until when IAM holds a provider for valid: as they say, else for a hundred years."""

    def update_saml_provider(self, arn, document):
        made = original(self, arn, document)
        said = re.search(r'\bvalidUntil="([^"]+)"', document)
        made.valid_until = moment(said[1]) if said else now() + timedelta(days=36525)
        return made

    return update_saml_provider


# Certificates that the tests order


def set_default_version(self, version_id):
    """Moto leaves a policy without a version in force when the one that is in force is set again."""
    for version in self.versions:
        version.is_default = version.version_id == version_id
    self.default_version_id = version_id


def issue(body):
    """A certificate that ends in so many days, and its key, as an authority hands them out."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "www.example.com")])
    begins = datetime.now(timezone.utc) - timedelta(days=10)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(datetime.now(timezone.utc) + timedelta(days=body["days"]))
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return {"certificate": made.public_bytes(Encoding.PEM).decode(), "privateKey": private.decode()}


def fill():
    SSOAdminResponse.create_instance = create_instance
    SSOAdminResponse.delete_instance = delete_instance
    IamResponse.generate_service_last_accessed_details = generate_last_accessed
    IamResponse.get_service_last_accessed_details = get_last_accessed
    IamResponse.upload_server_certificate = upload_server_certificate
    IamResponse.list_server_certificates = list_server_certificates
    IamResponse.get_server_certificate = get_server_certificate
    IamResponse.list_organizations_features = list_organizations_features
    IAMBackend.update_saml_provider = telling_its_end(IAMBackend.update_saml_provider)
    ManagedPolicy.update_default_version = set_default_version
    Certificate.__init__ = dated(Certificate.__init__)
    SSOAdminBackend.__init__ = without_instance(SSOAdminBackend.__init__)
    for name in ("list_parents", "list_policies_for_target", "list_accounts"):
        told_by_management(name)
