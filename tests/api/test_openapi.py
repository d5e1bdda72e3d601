"""The description of the API: by the rules, and true."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

import httpx
import pytest

from assistant.frontends.api import openapi, rest
from assistant.frontends.api.entrance import VERSION
from assistant.settings import Settings

SEMVER: Final = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")
PROBLEM: Final = {"type", "title", "status", "detail", "instance"}


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    """The description as an organisation publishes it."""
    settings = Settings(organisation="Gemeente Voorbeeld", contact="mailto:api@voorbeeld.nl")
    made = openapi.document(rest.routes.routes, settings, "https://tips.voorbeeld.nl")
    return dict(json.loads(json.dumps(made)))


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def responses(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, _, operation in operations(document):
        for status, response in operation["responses"].items():
            yield path, status, response


# the NL API Design Rules, those that can be tested on the description


def test_it_is_where_the_rules_say(api: httpx.Client) -> None:
    answer = api.get("/openapi.json")
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.json()["info"]["version"] == answer.headers["api-version"] == VERSION


def test_version_server_and_contact(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    assert SEMVER.fullmatch(document["info"]["version"])
    assert document["servers"] == [{"url": "https://tips.voorbeeld.nl/api/v1"}]
    major = document["info"]["version"].partition(".")[0]
    assert document["servers"][0]["url"].endswith(f"/v{major}")
    assert document["info"]["contact"] == {
        "name": "Gemeente Voorbeeld",
        "email": "api@voorbeeld.nl",
        "url": "https://tips.voorbeeld.nl/over",
    }


def test_no_contact_is_made_up() -> None:
    made = openapi.document(rest.routes.routes, Settings(), "http://localhost")
    assert made["info"]["contact"] == {"name": "Bricoleur", "url": "http://localhost/over"}


def test_paths_methods_and_names(document: dict[str, Any]) -> None:
    names: list[str] = []
    for path, method, operation in operations(document):
        assert re.fullmatch(r"(/([a-z0-9-]+|\{[a-z]+\}))+(/openapi\.json)?|/openapi\.json", path)
        assert method in ("get", "post")
        assert operation["description"]
        assert set(operation["tags"]) <= {tag["name"] for tag in document["tags"]}
        names.append(operation["operationId"])
        for parameter in operation.get("parameters", ()):
            assert re.fullmatch(r"[a-z]+([A-Z][a-z]+)*", parameter["name"])
            assert parameter["in"] in ("query", "path")
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[A-Z][A-Za-z]+", name) for name in document["components"]["schemas"])


def test_every_response_names_its_headers(document: dict[str, Any]) -> None:
    known = document["components"]["headers"]
    for path, status, response in responses(document):
        assert {"API-Version", "X-Request-Id"} <= set(response["headers"]), (path, status)
        assert set(response["headers"]) <= set(known)
        assert ("Retry-After" in response["headers"]) is (status == "429")


def test_every_error_is_a_problem(document: dict[str, Any]) -> None:
    assert set(document["components"]["schemas"]["ProblemDetails"]["properties"]) == PROBLEM
    assert set(document["components"]["schemas"]["ProblemDetails"]["required"]) == PROBLEM
    for path, status, response in responses(document):
        if status >= "400":
            assert list(response["content"]) == ["application/problem+json"], path
            found = response["content"]["application/problem+json"]
            assert found["schema"] == {"$ref": "#/components/schemas/ProblemDetails"}
            assert set(found["example"]) == PROBLEM
    for path, method, operation in operations(document):
        assert {"400", "401", "500"} <= set(operation["responses"]), path
        assert ("422" in operation["responses"]) is (method == "post")


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    text = json.dumps(document)
    for reference in set(re.findall(r'"\$ref": "#/([^"]+)"', text)):
        found: Any = document
        for step in reference.split("/"):
            found = found[step]
    assert "HTTPValidationError" not in text


def test_it_says_that_a_computer_answers(document: dict[str, Any]) -> None:
    assert "(AI)" in document["info"]["description"]


# what it says is true: thousands of requests that it allows, and as many that it does not


@pytest.fixture(scope="module")
def operations_of(api_url: str) -> dict[str, Any]:
    import schemathesis

    schema = schemathesis.openapi.from_url(f"{api_url}/api/v1/openapi.json")
    found = (result.ok() for result in schema.get_all_operations())
    return {f"{one.method.upper()} {one.path}": one for one in found}


OPERATIONS: Final = [
    *("POST /ask", "POST /feedback", "GET /search", "GET /practices", "GET /practices/{id}"),
    *("GET /tips", "GET /tips/{id}", "GET /sources", "GET /sources/{id}", "GET /documents"),
    *("GET /health", "GET /ready", "GET /course/forms", "GET /course/cases"),
    *("POST /course/packs", "POST /course/packs/{format}"),
]
CHECKED_FURTHER: Final = ("POST /feedback", "POST /course/packs", "POST /course/packs/{format}")
SLOW: Final = "POST /course/packs/{format}"


def test_every_operation_is_tried(document: dict[str, Any], operations_of: dict[str, Any]) -> None:
    """All but the description itself, which is read to try the others."""
    named = {f"{method.upper()} {path}" for path, method, _ in operations(document)}
    assert set(operations_of) == set(OPERATIONS) == named - {"GET /openapi.json"}


@pytest.mark.parametrize("mode", ["positive", "negative"])
@pytest.mark.parametrize("name", OPERATIONS)
def test_no_surprise(operations_of: dict[str, Any], name: str, mode: str) -> None:
    """Nothing sent gives a 500, an undocumented status, header or shape.

    Three things a schema can't say: which answers may be judged, which choices of a course go
    together, and how large a body may be.
    """
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis.errors import Unsatisfiable
    from schemathesis import GenerationMode
    from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

    judging = [positive_data_acceptance] if name in CHECKED_FURTHER else []
    large = [positive_data_acceptance, negative_data_rejection]
    strategy = operations_of[name].as_strategy(generation_mode=GenerationMode(mode))

    @settings(
        max_examples=8 if name == SLOW else 25,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=strategy)
    def tried(case: Any) -> None:
        answer = case.call(timeout=30)
        excluded = large if answer.status_code == 413 else judging
        case.validate_response(answer, excluded_checks=excluded)

    try:
        tried()
    except Unsatisfiable:
        assert mode == "negative"  # what takes nothing can be given nothing wrong
