from __future__ import annotations

import pytest

from app.domain.document import CarrierLabel, LabelFormat
from app.domain.label import Stock
from app.domain.printing import Language
from app.errors import Rejected
from app.labels.carrier_labels import pass_through
from app.labels.carrier_labels.page_process import PageProcess

ENDLESS = b"9" * 5000
STOCK = Stock(100, 150, 203)


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        (LabelFormat.ZPL, b"^XA^PW800^LL1200^FO" + ENDLESS + b",10^BCN,80^FDSF1234567890123^FS^XZ"),
        (LabelFormat.ZPL, b"^XA^PW" + ENDLESS + b"^LL1200^FO10,10^BCN,80^FDSF1234567890123^FS^XZ"),
        (LabelFormat.ZPL, b"^XA^PW800^LL1200^FO10,10^GFA," + ENDLESS + b"," + ENDLESS + b",100,00^FS^XZ"),
        (LabelFormat.EPL, b'N\nq800\nQ1200,24\nB10,10,0,1,2,4,80,N,"SF1234567890123"\nP' + ENDLESS + b"\n"),
    ],
)
def test_numbers_without_end_are_refused_and_never_a_crash(kind: LabelFormat, content: bytes) -> None:
    label = CarrierLabel(kind, content, 100, 150, 203)
    with pytest.raises(Rejected):
        pass_through(label, Language(kind.value), STOCK, numbers=("SF1234567890123",))


def test_a_drawing_process_leaves_nothing_behind(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    scratch = tmp_path_factory.mktemp("scratch")
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    process = PageProcess("html")
    answer, dots = process.draw({"width_mm": 20.0, "per_mm": 8.0}, "<p>上海</p>".encode())
    assert answer["pages"] == 1
    assert dots
    process.close()
    assert list(scratch.iterdir()) == []
