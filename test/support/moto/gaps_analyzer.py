"""IAM Access Analyzer, which moto does not have: analyzers, archive rules and findings of each region, as AWS documents it."""

import json
import os
from datetime import datetime, timezone
from urllib.parse import parse_qs, unquote

ROUTES = {
    ("PUT", "analyzer", 0): "CreateAnalyzer",
    ("GET", "analyzer", 0): "ListAnalyzers",
    ("GET", "analyzer", 1): "GetAnalyzer",
    ("DELETE", "analyzer", 1): "DeleteAnalyzer",
    ("GET", "analyzer", 2): "ListArchiveRules",
    ("POST", "finding", 0): "ListFindings",
    ("PUT", "finding", 0): "UpdateFindings",
    ("GET", "finding", 1): "GetFinding",
    ("GET", "tags", 1): "ListTagsForResource",
    ("POST", "tags", 1): "TagResource",
}
"""The action by method, first part of the path, and how many parts follow."""


class Refused(Exception):
    def __init__(self, status, code, message):
        self.status, self.code, self.message = status, code, message


class State:
    def __init__(self):
        self.forget()

    def forget(self):
        self.analyzers = {}
        self.findings = {}


state = State()


def parts_of(path):
    first, *rest = [unquote(part) for part in path.strip("/").split("/", 1)]
    # An ARN is one part, whatever it holds.
    return first, rest if first == "tags" else [part for one in rest for part in one.split("/")]


def rest_action(method, path):
    first, rest = parts_of(path)
    return ROUTES.get((method, first, len(rest)), method)


def answer(region, environ, body):
    """The status and the JSON of an answer; analyzers are known by region and name."""
    method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
    rest = parts_of(path)[1]
    query = {name: values[0] for name, values in parse_qs(environ.get("QUERY_STRING", "")).items()}
    action = globals().get(rest_action(method, path))
    if action is None:
        raise NotImplementedError
    try:
        return 200, action(region, rest, {**query, **json.loads(body or b"{}")})
    except Refused as refused:
        return refused.status, {"__type": refused.code, "message": refused.message}


def ListAnalyzers(region, rest, asked):
    found = [one for (where, _), one in sorted(state.analyzers.items()) if where == region]
    return page("analyzers", [one for one in found if asked.get("type") in (None, one["type"])], asked)


def CreateAnalyzer(region, rest, asked):
    name, kind = asked["analyzerName"], asked["type"]
    if (region, name) in state.analyzers:
        raise Refused(409, "ConflictException", f"Analyzer {name} already exists")
    if any(where == region and one["type"] == kind for (where, _), one in state.analyzers.items()):
        raise Refused(402, "ServiceQuotaExceededException", f"You have reached the quota of analyzers of type {kind}")
    arn = f"arn:aws:access-analyzer:{region}:{os.environ['MOTO_ACCOUNT_ID']}:analyzer/{name}"
    state.analyzers[region, name] = {
        "arn": arn,
        "name": name,
        "type": kind,
        "createdAt": stamp(),
        "status": "ACTIVE",
        "tags": asked.get("tags", {}),
    }
    return {"arn": arn}


def GetAnalyzer(region, rest, asked):
    return {"analyzer": analyzer(region, rest[0])}


def DeleteAnalyzer(region, rest, asked):
    arn = analyzer(region, rest[0])["arn"]
    del state.analyzers[region, rest[0]]
    state.findings = {key: one for key, one in state.findings.items() if key[0] != arn}
    return {}


def ListArchiveRules(region, rest, asked):
    analyzer(region, rest[0])
    return {"archiveRules": []}


def ListFindings(region, rest, asked):
    arn = by_arn(region, asked["analyzerArn"])["arn"]
    wanted = asked.get("filter", {}).get("status", {}).get("eq")
    found = [one for (owner, _), one in sorted(state.findings.items()) if owner == arn]
    return page("findings", [one for one in found if wanted is None or one["status"] in wanted], asked)


def GetFinding(region, rest, asked):
    return {"finding": finding(by_arn(region, asked["analyzerArn"])["arn"], rest[0])}


def UpdateFindings(region, rest, asked):
    arn = by_arn(region, asked["analyzerArn"])["arn"]
    for one in [finding(arn, identifier) for identifier in asked.get("ids", [])]:
        one.update(status=asked["status"], updatedAt=stamp())
    return {}


def ListTagsForResource(region, rest, asked):
    return {"tags": by_arn(region, rest[0])["tags"]}


def TagResource(region, rest, asked):
    by_arn(region, rest[0])["tags"].update(asked["tags"])
    return {}


def analyzer(region, name):
    if (region, name) not in state.analyzers:
        raise Refused(404, "ResourceNotFoundException", f"Analyzer {name} does not exist")
    return state.analyzers[region, name]


def by_arn(region, arn):
    return analyzer(region, arn.split(":analyzer/")[-1])


def finding(arn, identifier):
    if (arn, identifier) not in state.findings:
        raise Refused(404, "ResourceNotFoundException", f"Finding {identifier} does not exist")
    return state.findings[arn, identifier]


def page(name, items, asked):
    start, size = int(asked.get("nextToken", 0)), int(asked.get("maxResults", 100))
    more = {"nextToken": str(start + size)} if start + size < len(items) else {}
    return {name: items[start : start + size], **more}


def stamp():
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
