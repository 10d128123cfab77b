"""`:data`: tables read in chunks, values appended as columns."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from derivrepl.formats.text import TextFormat
from derivrepl.numeric import data
from derivrepl.session.session import Session

TABLE = 'id,y,x\na,2,0\n\n"b,c",,1\nd,3\n'
VALUES = 'id,y,x,f,df/dx,df/dy\na,2,0,0,2,0\n"b,c",,1,nan,nan,1\nd,3,,nan,3,nan\n'


def said(*lines: str) -> str:
    session = Session()
    answer = None
    for line in lines:
        answer = session.step(line)
        assert answer.error is None, answer.error
    assert answer is not None
    return TextFormat(session.store).answer(answer)


@pytest.mark.parametrize("chunk", [1, 2, 50_000])
def test_values_stand_behind_the_rows_as_they_were(tmp_path: Path, chunk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data, "CHUNK", chunk)
    (tmp_path / "in.csv").write_text("\ufeff" + TABLE, "utf-8")
    out = tmp_path / "out.csv"
    assert said("x*y", f":data {tmp_path / 'in.csv'} > {out}") == f"# wrote 3 rows to {out}\n"
    assert out.read_text("utf-8") == VALUES
    assert len(list(tmp_path.iterdir())) == 2


def test_a_short_table_is_printed_and_a_vector_has_a_column_for_each_component(tmp_path: Path) -> None:
    (tmp_path / "in.tsv").write_text("x\n2\n", "utf-8")
    assert said("[x, x^2]", f":data {tmp_path / 'in.tsv'}") == "x\tf1\tf2\n2\t2\t4\n"


# fmt: off
REFUSED = (
    ("x*z",  ":data {}/in.csv",              "E402"),
    ("x",    ":data {}/none.csv",            "E701"),
    ("x",    ":data {}/in.xls",              "E701"),
    ("x",    ":data {}/in.csv > {}/no/o.csv", "E702"),
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
    assert said("x*y", f":data {tmp_path / 'in.parquet'}") == (
        "id,x,y,f,df/dx,df/dy\na,1,2,2,2,1\nb,,0.5,nan,0.5,nan\n"
    )


MEASURED = """
import sys
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
