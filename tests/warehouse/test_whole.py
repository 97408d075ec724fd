"""From a staged batch to the published views."""

from __future__ import annotations

from tests.warehouse.invented_batches import House, article, observation


def test_a_batch_becomes_a_series_with_its_receipt(house: House) -> None:
    story = article("Chỉ số sản xuất công nghiệp quý I ước tăng 10,23% so với cùng kỳ.")
    house.stage(articles=[story], observations=[observation(story, "10,23", 10.23)])

    report = house.load()
    published = house.publish()

    assert (report.batches, report.articles, report.observations, report.quarantined) == (1, 1, 1, 0)
    assert published.counts["indicator_series"] == 1
    (row,) = house.ask("FROM indicator_series", published=True)
    assert (row["indicator"], row["value"], row["time_period"], row["status"]) == ("iip", 10.23, "2022-Q1", "E")
    assert (row["area_name"], row["source_name"], row["n_sources"], row["rivals"]) == ("Nam Định", "Báo Sông", 1, [])
    assert row["sentence"] == story["text"]
    (receipt,) = house.ask("FROM observations_current", published=True)
    assert (receipt["record_id"], receipt["segment"]) == (story["record_id"], "seg-1")
    assert receipt["url"] == story["url"]
