from tests.receipts.conftest import Counter, moment, report


def test_try(open_counter: Counter) -> None:
    open_counter.hand_in(
        report(), report("พาน.xlsx", "พาน", on="16/03/2567", activities=[["31/01/2567", "x"]]), at=moment(12)
    )
    print(open_counter.issue())
    for r in open_counter.receipts():
        print(r["text_th"])
        print({k: v for k, v in r.items() if k != "text_th"})
    import shutil

    shutil.copytree(open_counter.publish, "/tmp/receipts/pub", dirs_exist_ok=True)
    assert 0
