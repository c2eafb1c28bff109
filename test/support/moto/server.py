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
import gaps_monitoring
import gaps_refusals
import gaps_report
import seed
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from moto.moto_api._internal.models import moto_api_backend
from werkzeug.serving import make_server

IAM_PREFIX = {"monitoring": "cloudwatch"}
QUERY_DENIAL = {"sns": "AuthorizationError"}


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

    def __call__(self, environ, start_response):
        path = environ.get("PATH_INFO", "")
        if path.startswith("/remediate-test/"):
            return self.answer_test(path.rsplit("/", 1)[1], environ, start_response)
        service, action, query = requested(environ)
        name = f"{IAM_PREFIX.get(service, service)}:{action}"
        with self.lock:
            self.calls[name] = self.calls.get(name, 0) + 1
        if name in self.denied:
            caller = gaps.state.caller or "arn:aws:sts::000000000000:user/moto"
            said = f"User: {caller} is not authorized to perform: {name} because no identity-based policy allows the {name} action"
            code = QUERY_DENIAL.get(service, "AccessDenied") if query else "AccessDeniedException"
            return refuse(start_response, 403 if query else 400, code, said, query)
        try:
            if name in self.unknown:
                raise NotImplementedError
            return self.moto(environ, start_response)
        except NotImplementedError:
            said = f"The action {action} is not valid for this web service."
            return refuse(start_response, 400, "InvalidAction" if query else "UnknownOperationException", said, query)

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
        gaps.state.forget()
        self.forget()

    def test_deny(self, body):
        self.denied = set(body["actions"])

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

    def test_report(self, body):
        gaps.state.report_lasts = body["lastsSeconds"]

    def test_confirm(self, body):
        gaps_monitoring.confirm(body["topicArn"], body["endpoint"])

    def test_seed(self, body):
        seed.seed(body)


def requested(environ):
    """The signing name, the action, and whether the request is of the query protocol."""
    authorization = environ.get("HTTP_AUTHORIZATION", "")
    scope = authorization.split("Credential=")[-1].split(",")[0].split("/")
    service = scope[3] if len(scope) > 3 else "unknown"
    target = environ.get("HTTP_X_AMZ_TARGET")
    if target:
        return service, target.rsplit(".", 1)[-1], False
    if environ.get("CONTENT_TYPE", "").startswith("application/x-www-form-urlencoded"):
        body = read_body(environ)
        environ["wsgi.input"] = io.BytesIO(body)
        action = parse_qs(body.decode()).get("Action", ["unknown"])[0]
        return service, action, True
    return service, environ.get("REQUEST_METHOD", "unknown"), True


def read_body(environ):
    return environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))


def refuse(start_response, status, code, message, query):
    """An AWS error in the wording of the protocol."""
    if query:
        body = (
            f"<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error>"
            "<RequestId>00000000-0000-0000-0000-000000000000</RequestId></ErrorResponse>"
        )
        headers = [("Content-Type", "text/xml")]
    else:
        body = json.dumps({"__type": code, "message": message})
        headers = [("Content-Type", "application/x-amz-json-1.1"), ("x-amzn-errortype", code)]
    start_response(f"{status} Refused", headers)
    return [body.encode()]


def end_with_parent():
    sys.stdin.buffer.read()
    os._exit(0)


def main():
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    for part in (gaps, gaps_report, gaps_refusals, gaps_monitoring):
        part.fill()
    server = make_server("127.0.0.1", 0, Endpoint(), threaded=True)
    threading.Thread(target=end_with_parent, daemon=True).start()
    print(json.dumps({"port": server.server_port}), flush=True)
    server.serve_forever()


main()
