"""What a schema cannot say of a call of this server, said to Schemathesis."""

import schemathesis
from hypothesis import strategies as st

# The schema of a webhook lets every absolute http or https URL pass; these are some.
schemathesis.openapi.format(
    "uri",
    st.from_regex(
        r"https?://[a-z]{1,12}\.example(:[1-9][0-9]{0,3})?(/[a-z0-9]{0,12})?", fullmatch=True
    ),
)


@schemathesis.hook
def before_call(context, case, kwargs):
    """Whoever calls with an API key says who sends; the document lets a token leave it out."""
    operation = case.operation.definition.raw.get("operationId")
    if operation == "sendMessage" and isinstance(case.body, dict):
        case.body.setdefault("from", "schemathesis")


@schemathesis.hook
def map_query(context, query):
    """A call may be held for 30 seconds; that many calls have no time for it."""
    if query and "timeout" in query:
        try:
            if float(query["timeout"]) > 0.05:
                query["timeout"] = 0.05
        except (TypeError, ValueError):
            pass
    return query
