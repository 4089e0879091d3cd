"""Whatever is asked, an answer comes."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answers import Question, Toolbox, answer
from tests.bot.answers.company import AS_OF, EVERY_KIND


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        st.text(max_size=120),
        st.lists(st.sampled_from([*EVERY_KIND, "Grace", "?", "2", "why", "呢"]), max_size=3).map(" ".join),
    )
)
def test_no_question_breaks_an_answer(toolbox: Toolbox, question: str) -> None:
    """Whatever is typed, an answer with words comes back."""
    found = answer(Question(question, AS_OF, AS_OF, thread="anything"), toolbox)
    assert found.text
    assert found.status in ("answered", "clarify", "refused", "unknown")
