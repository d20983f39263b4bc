"""A file's bytes -> rows of raw cells. Here stands which formats are read; a new one is one file and one line.

Reading order: raw.py (what a reader gives), decode.py (bytes -> text), csv_table.py, strict_json.py, json_table.py,
parquet_table.py, xlsx/ (workbooks, which hold several tables).
"""

from policyrules.intake.tables.csv_table import read_csv
from policyrules.intake.tables.json_table import read_json, read_json_lines
from policyrules.intake.tables.parquet_table import read_parquet
from policyrules.intake.tables.raw import Reader

READERS: dict[str, Reader] = {
    ".csv": read_csv,
    ".tsv": read_csv,
    ".txt": read_csv,
    ".json": read_json,
    ".jsonl": read_json_lines,
    ".parquet": read_parquet,
}
WORKBOOKS = (".xlsx", ".xlsm")
