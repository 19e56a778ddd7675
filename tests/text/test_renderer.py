"""The processes that render templates: whose answer is whose, how they are started, and what others wait for."""

from __future__ import annotations

import gc
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jinja2
import markupsafe
import pytest

import phi4
from phi4.errors import TemplateError
from phi4.text import ChatTemplate
from phi4.text import renderer as renderer_module

ECHO = "{{ messages[0].content }}!"
SLOW = "{% for i in range(150) %}{% for j in range(4000) %}{% endfor %}{% endfor %}" + ECHO
ENDLESS = "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}"


def user(text: str) -> list[dict[str, str]]:
    return [{"role": "user", "content": text}]


def assert_each_gets_its_own(template: ChatTemplate) -> None:
    for who in ("bob", "carol", "dave"):
        assert template.render(user(who)) == f"{who}!"


def render_until_alarm(template: ChatTemplate, seconds: float) -> None:
    signal.setitimer(signal.ITIMER_REAL, seconds)
    while True:
        template.render(user("secret"))


@pytest.fixture
def no_interpreter_known(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """As in a program that has rendered nothing."""
    known = list(renderer_module._found)
    renderer_module._found.clear()
    yield monkeypatch
    renderer_module._found[:] = known


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs an alarm of the system")
@pytest.mark.parametrize("error", [KeyboardInterrupt, TimeoutError, SystemExit])
@pytest.mark.parametrize("seconds", [0.001, 0.005, 0.02])
def test_after_an_interrupt_nobody_gets_anothers_prompt(error: type[BaseException], seconds: float) -> None:
    """Whatever a signal's handler raises, and wherever in a rendering: the answer that was not fetched is lost."""

    def alarm(*_: object) -> None:
        raise error

    template = ChatTemplate("{% if messages[0].content == 'secret' %}" + SLOW + "{% else %}" + ECHO + "{% endif %}")
    template.render(user("warm"))
    before = signal.signal(signal.SIGALRM, alarm)
    try:
        with pytest.raises(error):
            render_until_alarm(template, seconds)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert_each_gets_its_own(template)


def test_an_interrupt_while_a_process_starts_leaves_room_for_others() -> None:
    template = ChatTemplate(ECHO)
    started = renderer_module._started

    def interrupted(place: Any) -> Any:
        started(place)
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(renderer_module, "_started", interrupted)
        for _ in range(renderer_module.MAX_PROCESSES + 1):
            with pytest.raises(KeyboardInterrupt):
                template.render(user("secret"))
    assert_each_gets_its_own(template)


@pytest.mark.parametrize("spoiled", ["number", "no mapping"])
def test_an_answer_to_something_else_is_never_taken(monkeypatch: pytest.MonkeyPatch, spoiled: str) -> None:
    template = ChatTemplate(ECHO)
    template.render(user("warm"))
    receive = renderer_module.receive

    def other(pipe: Any, largest: int) -> tuple[int, bytes]:
        number, data = receive(pipe, largest)
        return (number + 1, data) if number and spoiled == "number" else (number, b"[1]" if number else data)

    monkeypatch.setattr(renderer_module, "receive", other)
    with pytest.raises(TemplateError):
        template.render(user("secret"))
    monkeypatch.undo()
    assert_each_gets_its_own(template)


def test_an_interrupt_before_a_process_is_given_back_leaves_room_for_others(monkeypatch: pytest.MonkeyPatch) -> None:
    template = ChatTemplate(ECHO)

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(template._renderer, "_given_back", interrupted)
    for _ in range(renderer_module.MAX_PROCESSES + 1):
        with pytest.raises(KeyboardInterrupt):
            template.render(user("secret"))
    monkeypatch.undo()
    gc.collect()
    assert len(template._renderer._places) == 0
    assert_each_gets_its_own(template)


def test_a_killed_process_is_replaced() -> None:
    template = ChatTemplate(ECHO)
    template.render(user("warm"))
    for process in list(template._renderer._processes):
        process._process.kill()
    assert_each_gets_its_own(template)


def test_without_file_descriptors_the_error_is_one_sentence_and_passes() -> None:
    """In a process of its own, whose limit can be used up."""
    program = f"""
import os, resource
from phi4.errors import TemplateError
from phi4.text import ChatTemplate
used, unused = ChatTemplate({ECHO!r}), ChatTemplate({ECHO!r})
assert used.render([{{"role": "user", "content": "warm"}}]) == "warm!"
resource.setrlimit(resource.RLIMIT_NOFILE, (64, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
held = []
try:
    while True:
        held.append(os.dup(0))
except OSError:
    pass
assert used.render([{{"role": "user", "content": "alice"}}]) == "alice!"
try:
    unused.render([{{"role": "user", "content": "alice"}}])
except TemplateError as error:
    assert "did not start" in str(error) and "Too many open files" in str(error), error
else:
    raise AssertionError("a process was started")
for each in held:
    os.close(each)
for who in ("bob", "carol"):
    for template in (used, unused):
        assert template.render([{{"role": "user", "content": who}}]) == who + "!"
"""
    assert_runs([sys.executable, "-c", program], {})


def assert_runs(command: list[str], environment: dict[str, str]) -> None:
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=240, cwd="/", check=False,
        env={**os.environ, "PYTHONPATH": str(Path(phi4.__file__).parent.parent), **environment},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


RENDERS = f"""
import phi4.text.renderer
from phi4.text import ChatTemplate
import jinja2
assert jinja2.__file__.startswith(__import__("os").environ["LIBRARIES"]), jinja2.__file__
assert ChatTemplate({ECHO!r}).render([{{"role": "user", "content": "hi"}}]) == "hi!"
"""


@pytest.mark.parametrize("kind", ["user", "target"])
def test_libraries_outside_the_interpreters_own_folders_are_found(tmp_path: Path, kind: str) -> None:
    """As after `pip install --user` and `pip install --target`, by an interpreter that has no libraries of its own."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    libraries = tmp_path / "lib" / version / "site-packages"
    libraries.mkdir(parents=True)
    for module in (jinja2, markupsafe):
        folder = Path(str(module.__file__)).parent
        shutil.copytree(folder, libraries / folder.name, ignore=shutil.ignore_patterns("__pycache__"))
    base = str(Path(sys.base_prefix) / "bin" / version)
    assert Path(base).is_file()
    here = str(Path(phi4.__file__).parent.parent)
    # The tokenizers library is not what is tried; templates alone do not need it.
    stub = tmp_path / "stub"
    stub.mkdir()
    (stub / "tokenizers.py").write_text("class Tokenizer: ...\nclass Encoding: ...\n")
    paths = [here, str(stub)] + ([str(libraries)] if kind == "target" else [])
    environment = {"PYTHONPATH": os.pathsep.join(paths), "LIBRARIES": str(tmp_path)}
    if kind == "user":
        environment |= {"PYTHONUSERBASE": str(tmp_path), "PYTHONNOUSERSITE": ""}
    assert_runs([base, "-c", RENDERS], environment)


@pytest.mark.parametrize("value", [None, "", "/bin/sh", "/nonexistent/python"])
def test_a_program_that_is_not_the_interpreter_renders(
    no_interpreter_known: pytest.MonkeyPatch, value: str | None
) -> None:
    """Servers and frozen programs have another sys.executable, or none."""
    no_interpreter_known.setattr(sys, "executable", value)
    assert_each_gets_its_own(ChatTemplate(ECHO))


def test_an_interpreter_that_only_looks_like_one_is_passed_over(
    no_interpreter_known: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for number, text in enumerate(("#!/bin/sh\necho no good >&2\nexit 3\n", "#!/bin/sh\necho 17 0\n", "not a program")):
        file = tmp_path / f"python{number}"
        file.write_text(text)
        file.chmod(0o755)
        renderer_module._found.clear()
        no_interpreter_known.setattr(sys, "executable", str(file))
        assert_each_gets_its_own(ChatTemplate(ECHO))


def test_no_interpreter_at_all_is_one_sentence(no_interpreter_known: pytest.MonkeyPatch) -> None:
    no_interpreter_known.setattr(renderer_module, "interpreters", lambda: iter(()))
    with pytest.raises(TemplateError, match=r"no Python interpreter was found.*sys\.executable"):
        ChatTemplate(ECHO).render(user("x"))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_parent_and_forked_children_get_their_own_answers() -> None:
    program = f"""
import os
from phi4.text import ChatTemplate
template = ChatTemplate({ECHO!r})
def answer(text):
    return template.render([{{"role": "user", "content": text}}])
def wrong(name):
    return sum(answer(f"{{name}}{{i}}") != f"{{name}}{{i}}!" for i in range(30))
wrong("warm")
children = []
for number in range(3):
    child = os.fork()
    if child == 0:
        os._exit(min(1, wrong(f"child {{number}} ")))
    children.append(child)
assert wrong("parent ") == 0
assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0, 0, 0]
assert wrong("parent again ") == 0
"""
    assert_runs([sys.executable, "-c", program], {})


def in_threads(work: Callable[[int], None], count: int) -> list[threading.Thread]:
    threads = [threading.Thread(target=work, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    return threads


def test_a_harmless_template_does_not_wait_for_hostile_ones() -> None:
    """Of the same model or of another; the hostile ones begin anew until the harmless ones have been answered."""
    harmless, shared = ChatTemplate(ECHO), ChatTemplate(ENDLESS, named={"echo": ECHO})
    done = threading.Event()
    ended: list[str] = []

    def hostile(_: int) -> None:
        while not done.is_set():
            with pytest.raises(TemplateError) as caught:
                shared.render(user("x"))
            ended.append(str(caught.value))

    threads = in_threads(hostile, 3)
    try:
        assert_each_gets_its_own(harmless)
        for who in ("erin", "frank"):
            assert shared.render(user(who), name="echo") == f"{who}!"
    finally:
        done.set()
        for thread in threads:
            thread.join(120)
    assert len(ended) >= 3
    assert all("processor time" in each or "seconds" in each for each in ended)


def test_more_requests_than_processes_are_all_answered() -> None:
    template = ChatTemplate(ECHO)
    answers: dict[int, str] = {}

    def ask(number: int) -> None:
        answers[number] = template.render(user(str(number)))

    for thread in in_threads(ask, 4 * renderer_module.MAX_PROCESSES):
        thread.join(120)
    assert answers == {number: f"{number}!" for number in range(4 * renderer_module.MAX_PROCESSES)}
    assert len(template._renderer._processes) <= renderer_module.MAX_PROCESSES


def test_processes_end_with_their_template() -> None:
    template = ChatTemplate(ECHO)
    template.render(user("x"))
    processes = [each._process for each in template._renderer._processes]
    del template
    assert processes
    assert all(process.wait(60) is not None for process in processes)


def test_a_hostile_template_takes_little_processor_time() -> None:
    """Of its own process; a busy machine changes nothing about it."""

    def spent() -> float:
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        return usage.ru_utime + usage.ru_stime

    before = spent()
    with pytest.raises(TemplateError, match="processor time"):
        ChatTemplate(ENDLESS).render(user("x"))
    assert spent() - before < 10


def test_what_a_template_writes_cannot_be_an_answer() -> None:
    forged = '\n3 17\n{"text": "forged"}\n'
    template = ChatTemplate("{{ " + json.dumps(forged) + " }}" + ECHO)
    assert template.render(user("x")) == forged + "x!"
    assert template.render(user("y")) == forged + "y!"
