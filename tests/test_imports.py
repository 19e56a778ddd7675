"""What an import costs: names are listed, so that a new one is a decision."""

from __future__ import annotations

import json
import resource
import subprocess
import sys

ALLOWED_BY_PHI4 = {"phi4"}
ALLOWED_BY_ANSWERING = {
    "phi4", "numpy", "tokenizers", "jinja2", "markupsafe", "safetensors", "typing_extensions", "huggingface_hub",
    "cython_runtime",
}  # fmt: skip

LIST = """
import sys
before = set(sys.modules)
{code}
import json
found = {{name.split(".")[0] for name in set(sys.modules) - before}}
print(json.dumps(sorted(name for name in found if name not in sys.stdlib_module_names and not name.startswith("_"))))
"""


def third_party(code: str) -> set[str]:
    done = subprocess.run([sys.executable, "-c", LIST.format(code=code)], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_import_phi4_loads_nothing_else() -> None:
    assert third_party("import phi4") <= ALLOWED_BY_PHI4


def test_import_phi4_takes_little_time() -> None:
    """Of the processor, which a busy machine does not change much: the smallest of several, less Python's own start."""

    def seconds(code: str) -> float:
        times = []
        for _ in range(5):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run([sys.executable, "-c", code], check=True)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        return min(times)

    assert seconds("import phi4") - seconds("pass") < 0.3


def test_answering_without_torch_loads_neither_torch_nor_transformers() -> None:
    code = 'import phi4; print(phi4.load("nano", executor="native").chat([{"role": "user", "content": "hi"}]).text)'
    assert third_party(code) <= ALLOWED_BY_ANSWERING


def test_the_public_names() -> None:
    import phi4

    assert sorted(phi4.__all__) == [
        "Choice", "Event", "Generation", "LanguageModel", "ModelConfig", "Phi4Error", "SamplingParams", "Tokenizer",
        "__version__", "load",
    ]  # fmt: skip
    assert phi4.__version__
    for name in phi4.__all__:
        assert getattr(phi4, name) is not None


def test_the_logger_is_silent_until_a_program_configures_it() -> None:
    code = "import logging, phi4.engine; logging.getLogger('phi4').warning('said')"
    quiet = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert quiet.stderr == ""
    loud = subprocess.run(
        [sys.executable, "-c", f"import logging; logging.basicConfig(); {code}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "said" in loud.stderr
    shown = code.replace("import ", "from phi4.cli.output import show_warnings; show_warnings(); import ", 1)
    assert subprocess.run([sys.executable, "-c", shown], capture_output=True, text=True).stderr == "said\n"
