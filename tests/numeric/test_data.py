"""`:data`: tables read in chunks, values appended as columns."""

from __future__ import annotations

import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest

from derivrepl.formats.bar import bar
from derivrepl.numeric import data
from derivrepl.session.session import Session
from tests.conftest import run_cli
from tests.sayings import said

TABLE = 'id,y,x\na,2,0\n\n"b,c",,1\nd,3\n'
VALUES = 'id,y,x,f,df/dx,df/dy\na,2,0,0,2,0\n"b,c",,1,nan,nan,1\nd,3,,nan,3,nan\n'


@pytest.mark.parametrize("chunk", [1, 2, 50_000])
def test_values_stand_behind_the_rows_as_they_were(tmp_path: Path, chunk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data, "CHUNK", chunk)
    (tmp_path / "in.csv").write_text("\ufeff" + TABLE, "utf-8")
    out = tmp_path / "out.csv"
    assert said("x*y", f":data {tmp_path / 'in.csv'} > {out}") == f"# wrote 3 rows to {out}"
    assert out.read_text("utf-8") == VALUES
    assert len(list(tmp_path.iterdir())) == 2


def test_a_short_table_is_printed_and_a_vector_has_a_column_for_each_component(tmp_path: Path) -> None:
    (tmp_path / "in.tsv").write_text("x\n2\n", "utf-8")
    assert said("[x, x^2]", f":data {tmp_path / 'in.tsv'}") == "x\tf1\tf2\n2\t2\t4"


# fmt: off
REFUSED = (
    ("x*z",  ":data {}/in.csv",              "E402"),
    ("x",    ":data {}/none.csv",            "E701"),
    ("x",    ":data {}/in.xls",              "E701"),
    ("x",    ":data {}/in.csv > {}/no/o.csv", "E702"),
    ("x",    ":data {}/in.csv > {}/o.parquet", "E702"),
    ("x",    ":data",                        "E502"),
    ("x",    ":data {}/in.csv >",            "E502"),
    ("x",    ":data {}/long.csv",            "E405"),
)
# fmt: on


@pytest.mark.parametrize(("expression", "command", "code"), REFUSED)
def test_data_says_why_it_cannot(tmp_path: Path, expression: str, command: str, code: str) -> None:
    (tmp_path / "in.csv").write_text(TABLE, "utf-8")
    (tmp_path / "long.csv").write_text("x\n" + "1\n" * 1002, "utf-8")
    session = Session()
    session.step(expression)
    error = session.step(command.replace("{}", str(tmp_path))).error
    assert error is not None
    assert error.code == code
    assert not (tmp_path / "no").exists()


def test_parquet_tables_keep_their_columns(tmp_path: Path) -> None:
    arrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    table = arrow.table({"id": ["a", "b"], "x": [1, None], "y": [2.0, 0.5]})
    parquet.write_table(table, tmp_path / "in.parquet")
    assert said("x*y", f":data {tmp_path / 'in.parquet'} > {tmp_path / 'out.parquet'}").startswith("# wrote 2 rows")
    found = parquet.read_table(tmp_path / "out.parquet")
    assert found.schema.names == ["id", "x", "y", "f", "df/dx", "df/dy"]
    assert found.column("df/dx").to_pylist() == [2.0, 0.5]
    assert said("x*y", f":data {tmp_path / 'in.parquet'}") == "id,x,y,f,df/dx,df/dy\na,1,2,2,2,1\nb,,0.5,nan,0.5,nan"


MEASURED = """
import sys
import tracemalloc
from derivrepl.cli import main
code = main(sys.argv[1:])
status = open("/proc/self/status").read()
print(status.split("VmHWM:")[1].split()[0])
sys.exit(code)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is not told here")
def test_a_long_table_goes_through_in_bounded_memory(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("x\n" + "".join(f"{k}\n" for k in range(200_000)), "utf-8")
    line = f":data {tmp_path / 'in.csv'} > {tmp_path / 'out.csv'}"
    done = subprocess.run([sys.executable, "-c", MEASURED, "-e", "x^2", line], capture_output=True, check=True)
    with open(tmp_path / "out.csv", encoding="utf-8") as file:
        assert sum(1 for _ in file) == 200_001
    assert int(done.stdout.split()[-1]) < 150_000  # kilobytes


def test_a_table_is_worked_through_from_the_command_line(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(TABLE, "utf-8")
    out = run_cli("--data", str(tmp_path / "in.csv"), "-e", "g(t) = t", "-e", "g(x)*y")
    assert (out.code, out.stdout.decode()) == (0, VALUES)
    kept = run_cli("--data", str(tmp_path / "in.csv"), "-o", str(tmp_path / "out.csv"), "-e", "x*y")
    assert (kept.code, kept.stdout.decode()) == (0, "")
    assert (tmp_path / "out.csv").read_text("utf-8") == VALUES


# fmt: off
UNUSABLE = (
    # options                               exit code  said
    (("--data", "none.csv", "-e", "x"),     1,         "cannot read none.csv"),
    (("--data", "none.csv"),                2,         "--data needs an expression"),
    (("--data", "x.csv", "-j", "-e", "x"),  2,         "no other form of output"),
    (("--data", "x.csv", "-e", "x +"),      1,         "E108"),
    (("--data", "x.csv", "-e", "a = 3"),    1,         "E701"),
    (("--safe", "--data", "x.csv", "-e", "x"), 1,      "E705"),
)
# fmt: on


@pytest.mark.parametrize(("options", "code", "said"), UNUSABLE)
def test_the_command_line_says_why_a_table_cannot_be_worked_through(
    options: tuple[str, ...], code: int, said: str
) -> None:
    out = run_cli(*options)
    assert out.code == code
    assert said in out.stderr.decode()
    assert out.stdout == b""


def test_a_long_table_takes_the_memory_of_its_chunks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data, "CHUNK", 500)
    path = tmp_path / "long.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("x,y\n")
        file.writelines(f"{k},{k % 7}\n" for k in range(60_000))
    session = Session()
    session.step("x*y + x")
    told: list[tuple[int, int]] = []
    session.meter = lambda done, total: told.append((done, total))
    session.step(f":data {path} > {tmp_path / 'out.csv'}")  # what is loaded once does not count
    tracemalloc.start()
    try:
        answer = session.step(f":data {path} > {tmp_path / 'out.csv'}")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert answer.error is None
    assert peak < 2_000_000
    assert len(told) == 2 * 60_000 // 500
    assert told[-1][0] == told[-1][1] == path.stat().st_size
    lines = (tmp_path / "out.csv").read_text("utf-8").splitlines()
    assert len(lines) == 60_001
    assert lines[-1] == "59999,2,179997,3,59999"


def test_a_bar_tells_the_share() -> None:
    assert bar(0, 0, True) == "─" * 20 + "   0 %"
    assert bar(1, 2, False) == "##########----------  50 %"
    assert bar(9, 3, True) == "━" * 20 + " 100 %"
