"""Templates of the six families against transformers, character for character; hostile templates against limits."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from phi4.errors import TemplateError
from phi4.text import ChatTemplate, compare_with_known, known_template
from tests.support.chats import CHATS, TEMPLATES, TOOL, USER

TOKENS = {"bos_token": "<s>", "eos_token": "</s>"}


def outcome(render: Any) -> tuple[str, str | None]:
    try:
        return "text", render()
    except Exception as error:
        return type(error).__name__, None


@pytest.mark.parametrize("prompt", [True, False], ids=["prompt", "no prompt"])
@pytest.mark.parametrize("tools", [None, [TOOL]], ids=["no tools", "tools"])
@pytest.mark.parametrize("chat", CHATS)
@pytest.mark.parametrize("name", TEMPLATES)
def test_equal_to_transformers(name: str, chat: str, tools: list[Any] | None, prompt: bool) -> None:
    from transformers.utils.chat_template_utils import render_jinja_template

    source, messages = known_template(name), CHATS[chat]
    variables: dict[str, Any] = {"date_string": "26 Jul 2024"}
    expected = outcome(
        lambda: render_jinja_template(
            [messages], tools=tools, chat_template=source, add_generation_prompt=prompt, **TOKENS, **variables
        )[0][0]
    )
    template = ChatTemplate(source, TOKENS)
    got = outcome(lambda: template.render(messages, tools=tools, add_generation_prompt=prompt, variables=variables))
    if expected[0] == "text":
        assert got == expected
    else:
        assert got[0] == "TemplateError"


def test_a_renderer_apart_gives_the_same() -> None:
    """The same template with a blank comment is unknown, and rendered in the other process."""
    for name in TEMPLATES:
        source = known_template(name)
        chat = CHATS["one turn"]
        here = ChatTemplate(source, TOKENS).render(chat, add_generation_prompt=True)
        assert ChatTemplate(source + "{# #}", TOKENS).render(chat, add_generation_prompt=True) == here


HOSTILE = {
    "loop": "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
    "range": "{% for i in range(10**9) %}x{% endfor %}",
    "product": "{{ 'a' * 10**10 }}",
    "list product": "{{ ([0] * 10**10) | length }}",
    "padding": "{{ 'a' | center(10**9) }}",
    "format": "{{ '%0999999999d' % 5 }}",
    "format method": "{{ '{:>9999999999}'.format(1) }}",
    "doubling": "{% set n = namespace(x='aaaaaaaaaa') %}{% for i in range(60) %}{% set n.x = n.x ~ n.x %}{% endfor %}",
    "output": "{% for i in range(90000) %}{{ 'x' * 1000 }}{% endfor %}",
    "power": "{{ 9 ** (9 ** 9) }}",
    "macro": "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
    "nesting": "{{" + "(" * 4000 + "1" + ")" * 4000 + "}}",
    "classes": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "globals": "{{ raise_exception.__globals__['json'] }}",
    "import": "{% import 'os' as os %}{{ os }}",
    "include": "{% include '/etc/passwd' %}",
    "namespace": "{% set ns = namespace() %}{% set ns.__class__ = 5 %}{{ ns }}",
    "replace": "{% set x = 'a' * 100000 %}{{ x.replace('a', x).replace('a', x) }}",
    "join": "{{ range(99999) | join('x' * 99999) }}",
    "unclosed": "{% for",
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_templates_end_in_one_error(case: str) -> None:
    with pytest.raises(TemplateError):
        ChatTemplate(HOSTILE[case]).render([USER])
    assert ChatTemplate("{{ messages[0].content }}").render([USER]) == " What is 2+2? "


def test_threads_share_the_renderer() -> None:
    wrong: list[str] = []

    def check(number: int) -> None:
        template = ChatTemplate("{{ messages[0].content }}{{ n }}")
        for _ in range(20):
            text = template.render([{"role": "user", "content": "x" * number}], variables={"n": number})
            if text != "x" * number + str(number):
                wrong.append(text)

    threads = [threading.Thread(target=check, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_messages_that_json_cannot_say() -> None:
    with pytest.raises(TemplateError, match="cannot be given"):
        ChatTemplate("{{ messages }}").render([{"role": "user", "content": object()}])


def test_comparison_with_the_known() -> None:
    same = compare_with_known(known_template("phi-4"), "phi3")
    assert same is not None
    assert (same.known_name, same.equal, same.diff) == ("phi-4", True, [])
    first = compare_with_known(known_template("phi-4-first-release"), "phi3")
    assert first is not None
    assert first.known_name == "phi-4-first-release"
    changed = compare_with_known(known_template("llama-3.1").replace("Cutting", "Curious"), "llama")
    assert changed is not None
    assert not changed.equal
    assert any(line.startswith("+") and "Curious" in line for line in changed.diff)
