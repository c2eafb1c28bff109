"""A moto server for the tests, with the gaps of moto filled as AWS documents them.

It binds a free port of 127.0.0.1, prints one line of JSON with that port, and ends when its standard input
closes, so that it never outlives the process that started it. Besides AWS it answers POST /remediate-test/<what>:
what tests need and no API gives, such as the age of a key or the loss of a permission.
"""

import io
import json
import logging
import os
import sys
import threading
from urllib.parse import parse_qs

import gaps
import gaps_analyzer
import gaps_iam
import gaps_monitoring
import gaps_refusals
import gaps_regional
import gaps_report
import gaps_root
import seed
import seed_iam
from moto import settings
from moto.iam.access_control import IAMRequestBase
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from moto.moto_api._internal.models import moto_api_backend
from werkzeug.serving import make_server

IAM_PREFIX = {"monitoring": "cloudwatch"}
DENIAL = {"sns": "AuthorizationError", "ec2": "UnauthorizedOperation"}


permitted = IAMRequestBase.check_action_permitted


def permitted_by_iam_name(request, resource):
    """Moto names an action by the endpoint's service; policies name it by the service's IAM prefix."""
    service, action = request._action.split(":", 1)
    name = f"{IAM_PREFIX.get(service, service)}:{action}"
    request._action = gaps_regional.PERMISSIONS.get(name, name)
    permitted(request, resource)


IAMRequestBase.check_action_permitted = permitted_by_iam_name


class Endpoint:
    """Moto behind a gate that counts calls, denies what a test denies, and answers the test's own requests."""

    def __init__(self):
        self.moto = DomainDispatcherApplication(create_backend_app)
        self.lock = threading.Lock()
        self.forget()

    def forget(self):
        self.calls = {}
        self.denied = set()
        self.unknown = set()
        self.throttled = {}

    def __call__(self, environ, start_response):
        path = environ.get("PATH_INFO", "")
        if path.startswith("/remediate-test/"):
            return self.answer_test(path.rsplit("/", 1)[1], environ, start_response)
        service, action, protocol = requested(environ)
        name = f"{IAM_PREFIX.get(service, service)}:{action}"
        name = gaps_regional.PERMISSIONS.get(name, name)
        with self.lock:
            self.calls[name] = self.calls.get(name, 0) + 1
            too_fast = self.throttled.get(name, 0) > 0
            if too_fast:
                self.throttled[name] -= 1
        if too_fast:
            code = "ThrottlingException" if protocol == "json" else "Throttling"
            return refuse(start_response, 400, code, "Rate exceeded", protocol)
        if self.denied & {name, f"{name}@{region_of(environ)}"}:
            caller = gaps.state.caller or "arn:aws:sts::000000000000:user/moto"
            said = f"User: {caller} is not authorized to perform: {name} because no identity-based policy allows the {name} action"
            code = "AccessDeniedException" if protocol == "json" else DENIAL.get(service, "AccessDenied")
            return refuse(start_response, 400 if protocol == "json" else 403, code, said, protocol)
        try:
            if self.unknown & {name, f"{name}@{region_of(environ)}"}:
                raise NotImplementedError
            if service == "access-analyzer":
                status, result = gaps_analyzer.answer(region_of(environ), environ, read_body(environ))
                return tell(start_response, status, result)
            return self.moto(environ, start_response)
        except NotImplementedError:
            said = f"The action {action} is not valid for this web service."
            code = "UnknownOperationException" if protocol == "json" else "InvalidAction"
            return refuse(start_response, 400, code, said, protocol)

    def answer_test(self, what, environ, start_response):
        body = json.loads(read_body(environ) or b"{}")
        try:
            result = getattr(self, f"test_{what}")(body)
            status = "200 OK"
        except Exception as error:  # the test that asked gets the reason, whatever it is
            result, status = {"error": f"{type(error).__name__}: {error}"}, "400 Bad Request"
        start_response(status, [("Content-Type", "application/json")])
        return [json.dumps(result).encode()]

    def test_reset(self, body):
        moto_api_backend.reset()
        settings.INITIAL_NO_AUTH_ACTION_COUNT = float("inf")
        gaps.state.forget()
        gaps_regional.state.forget()
        gaps_iam.state.forget()
        gaps_analyzer.state.forget()
        self.forget()

    def test_deny(self, body):
        self.denied = set(body["actions"])

    def test_enforce(self, body):
        settings.INITIAL_NO_AUTH_ACTION_COUNT = 0 if body["on"] else float("inf")

    def test_throttle(self, body):
        self.throttled = dict(body["actions"])

    def test_unlearn(self, body):
        self.unknown = set(body["actions"])

    def test_calls(self, body):
        with self.lock:
            calls, self.calls = self.calls, {}
        return calls

    def test_age(self, body):
        gaps.age(body)

    def test_root(self, body):
        gaps.set_root(body)

    def test_outsider(self, body):
        return gaps_root.outsider(body)

    def test_report(self, body):
        gaps.state.report_lasts = body["lastsSeconds"]

    def test_jobs(self, body):
        gaps_iam.state.looks = body["looks"]

    def test_confirm(self, body):
        gaps_monitoring.confirm(body["topicArn"], body["endpoint"])

    def test_tell(self, body):
        seed_iam.tell(body.get("uses", []), body.get("findings", []))

    def test_certificate(self, body):
        return gaps_iam.issue(body)

    def test_seed(self, body):
        seed.seed(body)


def requested(environ):
    """The signing name, the action, and the protocol in which errors are told."""
    authorization = environ.get("HTTP_AUTHORIZATION", "")
    scope = authorization.split("Credential=")[-1].split(",")[0].split("/")
    service = scope[3] if len(scope) > 3 else "unknown"
    target = environ.get("HTTP_X_AMZ_TARGET")
    if target:
        return service, target.rsplit(".", 1)[-1], "json"
    if environ.get("CONTENT_TYPE", "").startswith("application/x-www-form-urlencoded"):
        body = read_body(environ)
        environ["wsgi.input"] = io.BytesIO(body)
        action = parse_qs(body.decode()).get("Action", ["unknown"])[0]
        return service, action, "ec2" if service == "ec2" else "query"
    method, path = environ.get("REQUEST_METHOD", "unknown"), environ.get("PATH_INFO", "")
    if service == "access-analyzer":
        return service, gaps_analyzer.rest_action(method, path), "json"
    if service == "account":
        return service, path[1:2].upper() + path[2:], "json"
    action = gaps_regional.rest_action(service, method, path, environ.get("QUERY_STRING", ""))
    return service, action or method, {"s3": "s3", "lambda": "json"}.get(service, "query")


def region_of(environ):
    scope = environ.get("HTTP_AUTHORIZATION", "").split("Credential=")[-1].split("/")
    return scope[2] if len(scope) > 2 else "unknown"


def read_body(environ):
    return environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))


def tell(start_response, status, result):
    """An answer in JSON; an error when it is one."""
    error = [("x-amzn-errortype", result["__type"])] if "__type" in result else []
    start_response(f"{status} Told", [("Content-Type", "application/json"), *error])
    return [json.dumps(result).encode()]


def refuse(start_response, status, code, message, protocol):
    """An AWS error in the wording of the protocol."""
    if protocol == "json":
        body = json.dumps({"__type": code, "message": message})
        headers = [("Content-Type", "application/x-amz-json-1.1"), ("x-amzn-errortype", code)]
    else:
        error = f"<Code>{code}</Code><Message>{message}</Message>"
        body = ERRORS[protocol].format(error=error, request="00000000-0000-0000-0000-000000000000")
        headers = [("Content-Type", "text/xml")]
    start_response(f"{status} Refused", headers)
    return [body.encode()]


ERRORS = {
    "query": "<ErrorResponse><Error><Type>Sender</Type>{error}</Error><RequestId>{request}</RequestId></ErrorResponse>",
    "ec2": "<Response><Errors><Error>{error}</Error></Errors><RequestID>{request}</RequestID></Response>",
    "s3": "<Error>{error}<RequestId>{request}</RequestId></Error>",
}


def end_with_parent():
    sys.stdin.buffer.read()
    os._exit(0)


def main():
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    for part in (gaps, gaps_report, gaps_refusals, gaps_monitoring, gaps_regional, gaps_iam, gaps_root):
        part.fill()
    server = make_server("127.0.0.1", 0, Endpoint(), threaded=True)
    threading.Thread(target=end_with_parent, daemon=True).start()
    print(json.dumps({"port": server.server_port}), flush=True)
    server.serve_forever()


main()
