"""The folder: whole files under fixed names, clean after every failure, and patient with a full disk."""

from __future__ import annotations

import asyncio
import errno
import hashlib
import os
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image as Pillow

from bot.domain.errors import DiskUnavailable, NotAPicture, PictureGone, PictureTooBig, PictureUnavailable
from bot.domain.jobs import Image
from bot.pictures import Pictures
from bot.pictures import file_store as folder_module
from bot.pictures.downloader import Downloader
from bot.pictures.file_store import PictureStore


def test_it_is_what_the_worker_asks_for(folder: PictureStore) -> None:
    pictures: Pictures = folder
    assert pictures.has_room()


# inputs


async def test_an_input_is_fetched_cleaned_and_kept(folder: PictureStore, site: Any, paint: Any, files: Any) -> None:
    image = Image(position=0, url=site.serve("/cat.png", paint("JPEG")), name="cat.png")
    taken = await folder.import_input(7, image)
    assert (taken.position, taken.url, taken.name) == (0, image.url, "cat.png")
    assert taken.path == "images/7/input-0.jpg"
    async with folder.lend(taken) as path:
        assert path is not None
        assert taken.sha256 == hashlib.sha256(await asyncio.to_thread(path.read_bytes)).hexdigest()
    assert await folder.has(taken)
    assert files() == ["images/7/input-0.jpg"]


async def test_an_input_from_the_terminal_is_copied_and_cleaned(
    folder: PictureStore, tmp_path: Path, paint: Any
) -> None:
    mine = tmp_path / "mine.webp"
    await asyncio.to_thread(mine.write_bytes, paint("WEBP"))
    taken = await folder.import_input(7, Image(position=1, url=""), file=mine)
    assert taken.path == "images/7/input-1.jpg"
    assert await asyncio.to_thread(mine.read_bytes) == paint("WEBP")


@pytest.mark.parametrize(
    "path",
    [
        *("../secret.png", "/etc/passwd", "images/../../secret.png", "images/7/../../../secret.png", "secret.png"),
        *(
            "images/7/link-0.png",
            "images/8/output-0.png",
            "images/7/.env",
            "images/7/output-0.png/",
            "images\\7\\a-0.png",
        ),
        *("images\\7\\a-0.png", "images/7/output-0.png\0", "images/٧/output-0.png", "images/7/output-0.png\n"),
    ],
)
async def test_what_a_row_names_is_read_only_where_the_bot_puts_pictures(
    folder: PictureStore, data_dir: Path, paint: Any, path: str
) -> None:
    def plant() -> None:
        (data_dir / "images" / "7").mkdir(parents=True)
        for place in (
            data_dir.parent / "secret.png",
            data_dir / "secret.png",
            data_dir / "images" / "7" / "output-0.png",
        ):
            place.write_bytes(paint())
        (data_dir / "images" / "7" / "link-0.png").symlink_to(data_dir.parent / "secret.png")
        (data_dir / "images" / "8").symlink_to(data_dir / "images" / "7")

    await asyncio.to_thread(plant)
    image = Image(position=0, url="", path=path)
    assert not await folder.has(image) and await folder.thumbnail(image) is None
    async with folder.lend(image) as lent:
        assert lent is None
    with pytest.raises(PictureGone):
        await folder.import_input(9, image)
    assert await folder.has(Image(position=0, url="", path="images/7/output-0.png"))


async def test_the_pictures_may_lie_on_another_disk(
    folder: PictureStore, data_dir: Path, tmp_path: Path, site: Any, paint: Any
) -> None:
    def link() -> None:
        (tmp_path / "large").mkdir()
        data_dir.mkdir(exist_ok=True)
        (data_dir / "images").symlink_to(tmp_path / "large")

    await asyncio.to_thread(link)
    result = await folder.download_output(1, 0, site.serve("/x", paint()))
    assert await folder.has(result)


async def test_a_result_can_be_the_next_jobs_input(folder: PictureStore, site: Any, paint: Any, files: Any) -> None:
    result = await folder.download_output(1, 0, site.serve("/x", paint()))
    taken = await folder.import_input(2, Image(position=0, url="https://long.dead/x", path=result.path))
    assert taken.path == "images/2/input-0.png"
    assert files() == ["images/1/output-0.png", "images/2/input-0.png"]


async def test_where_the_file_is_gone_the_address_is_asked(folder: PictureStore, site: Any, paint: Any) -> None:
    url = site.serve("/x", paint())
    assert (await folder.import_input(2, Image(position=0, url=url, path="images/1/output-0.png"))).path
    with pytest.raises(PictureGone):
        await folder.import_input(3, Image(position=0, url="", path="images/1/output-0.png"))


async def test_taking_an_input_twice_leaves_one_file(folder: PictureStore, site: Any, paint: Any, files: Any) -> None:
    first = await folder.import_input(7, Image(position=0, url=site.serve("/a", paint("PNG"))))
    await folder.thumbnail(first)
    await folder.import_input(7, Image(position=0, url=site.serve("/b", paint("JPEG"))))
    assert files() == ["images/7/input-0.jpg"]


@pytest.mark.parametrize(
    ("body", "error"), [(b"", NotAPicture), (b"<svg/>", NotAPicture), (b"\xff\xd8\xff cut", NotAPicture)]
)
async def test_a_bad_input_leaves_nothing_behind(
    folder: PictureStore, site: Any, files: Any, data_dir: Path, body: bytes, error: type[Exception]
) -> None:
    with pytest.raises(error):
        await folder.import_input(7, Image(position=0, url=site.serve("/x", body)))
    assert files() == []
    assert not await asyncio.to_thread((data_dir / "images/7").exists)


async def test_an_input_of_too_many_bytes_is_not_read(folder: PictureStore, site: Any, files: Any) -> None:
    with pytest.raises(PictureTooBig):
        await folder.import_input(7, Image(position=0, url=site.serve("/x", b"", length=20 * 1024 * 1024 + 1)))
    assert files() == []


# results


@pytest.mark.parametrize(("kind", "suffix"), [("PNG", "png"), ("JPEG", "jpg"), ("WEBP", "webp")])
async def test_a_result_keeps_its_bytes_and_gets_the_ending_they_call_for(
    folder: PictureStore, site: Any, paint: Any, kind: str, suffix: str
) -> None:
    url = site.serve("/1.png", paint(kind))
    image = await folder.download_output(7, 3, url)
    assert image == Image(
        position=3, url=url, path=f"images/7/output-3.{suffix}", sha256=hashlib.sha256(paint(kind)).hexdigest()
    )
    async with folder.lend(image) as path:
        assert path is not None
        assert await asyncio.to_thread(path.read_bytes) == paint(kind)


async def test_a_result_that_came_in_part_is_nothing_yet_and_whole_the_next_time(
    folder: PictureStore, site: Any, noise: Any, files: Any
) -> None:
    whole = noise()
    with pytest.raises(PictureUnavailable):
        await folder.download_output(7, 0, site.serve("/x", b""))
    assert files() == []
    with pytest.raises(PictureUnavailable):
        await folder.download_output(7, 0, site.serve("/x", whole[:50_000], length=len(whole)))
    await folder.download_output(7, 0, site.serve("/x", whole))
    assert files() == ["images/7/output-0.png"]


@pytest.mark.parametrize(("status", "error"), [(404, PictureGone), (503, PictureUnavailable)])
async def test_a_link_that_fails_leaves_nothing_behind(
    folder: PictureStore, site: Any, files: Any, status: int, error: type[Exception]
) -> None:
    with pytest.raises(error):
        await folder.download_output(7, 0, site.serve("/x", b"no", status=status))
    assert files() == []


async def test_a_crashs_leftover_is_replaced(
    folder: PictureStore, data_dir: Path, site: Any, paint: Any, files: Any
) -> None:
    leftover = data_dir / "images/7/.output-0.part"
    await asyncio.to_thread(leftover.parent.mkdir, parents=True)
    await asyncio.to_thread(leftover.write_bytes, b"half a picture" * 10_000)
    image = await folder.download_output(7, 0, site.serve("/x", paint()))
    assert image.sha256 == hashlib.sha256(paint()).hexdigest()
    assert files() == ["images/7/output-0.png"]


async def test_stopping_in_the_middle_leaves_nothing_behind(folder: PictureStore, site: Any, files: Any) -> None:
    site.pages["/x"] = "hang"
    task = asyncio.create_task(folder.download_output(7, 0, f"{site.url}/x"))
    await site.rings.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert files() == []


# the disk


async def test_a_full_disk_makes_a_paid_picture_wait(
    folder: PictureStore, site: Any, paint: Any, files: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(draft: Path, name: str) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    url = site.serve("/x", paint())
    with monkeypatch.context() as patch:
        patch.setattr(folder_module, "settle", refuse)
        with pytest.raises(DiskUnavailable, match="No space left"):
            await folder.download_output(7, 0, url)
    assert files() == []
    assert (await folder.download_output(7, 0, url)).path


async def test_a_disk_that_fills_while_bytes_arrive_makes_it_wait(
    make_folder: Any, site: Any, files: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Downloader(allow_loopback=True) as fetcher:
        folder = make_folder(fetcher=fetcher)
        monkeypatch.setattr(Path, "open", lambda path, *_: open("/dev/full", "wb", buffering=0))  # noqa: SIM115
        with pytest.raises(DiskUnavailable, match="No space left"):
            await folder.download_output(7, 0, site.serve("/x", b"x" * 1000))
    monkeypatch.undo()
    assert files() == []


async def test_without_room_orders_are_refused_and_paid_pictures_still_come(
    make_folder: Any, site: Any, paint: Any
) -> None:
    folder = make_folder(min_free=10**18)
    assert not folder.has_room()
    url = site.serve("/x", paint())
    assert (await folder.download_output(7, 0, url)).path  # what is paid for may use all but the last bytes


async def test_the_disks_last_bytes_are_left_to_the_database(
    make_folder: Any, site: Any, paint: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder_module, "LAST_FREE", 10**18)
    folder = make_folder(min_free=10**18)
    with pytest.raises(DiskUnavailable, match="full"):
        await folder.download_output(7, 0, site.serve("/x", paint()))
    assert not site.heard


# looking, fitting, forgetting


async def test_a_thumbnail_is_made_once(folder: PictureStore, site: Any, paint: Any, files: Any) -> None:
    image = await folder.import_input(7, Image(position=0, url=site.serve("/x", paint(size=(900, 600)))))
    small = await folder.thumbnail(image)
    assert small is not None
    assert Pillow.open(BytesIO(small)).size == (320, 213)
    assert files() == ["images/7/input-0.png", "images/7/input-0.thumb.jpg"]
    assert await folder.thumbnail(image) == small


async def test_what_is_not_on_disk_is_neither_lent_nor_has_a_thumbnail(folder: PictureStore) -> None:
    for path in (None, "images/7/input-0.png"):
        image = Image(position=0, url="https://x/y", path=path)
        async with folder.lend(image) as lent:
            assert lent is None
        assert not await folder.has(image)
        assert await folder.thumbnail(image) is None


async def test_a_broken_file_has_no_thumbnail(folder: PictureStore, tmp_path: Path) -> None:
    await asyncio.to_thread((tmp_path / "x.png").write_bytes, b"no picture")
    assert await folder.thumbnail(Image(position=0, url="", path=str(tmp_path / "x.png"))) is None


async def test_before_and_after_are_joined_once_and_go_with_the_picture(
    folder: PictureStore, site: Any, paint: Any, files: Any
) -> None:
    before = await folder.import_input(7, Image(position=0, url=site.serve("/a", paint(size=(90, 60)))))
    after = await folder.download_output(7, 0, site.serve("/b", paint(size=(90, 60))))
    joined = await folder.side_by_side(before, after)
    assert joined is not None and Pillow.open(BytesIO(joined)).size == (188, 60)
    assert "images/7/output-0.joined.jpg" in files()
    assert await folder.side_by_side(before, after) == joined
    await folder.download_output(7, 0, site.serve("/c", paint(size=(90, 60))))
    assert "images/7/output-0.joined.jpg" not in files()


async def test_what_is_gone_or_broken_is_not_joined(
    folder: PictureStore, site: Any, paint: Any, tmp_path: Path
) -> None:
    after = await folder.download_output(7, 0, site.serve("/b", paint()))
    await asyncio.to_thread((tmp_path / "x.png").write_bytes, b"no picture")
    for path in (None, "images/7/input-0.png", str(tmp_path / "x.png")):
        assert await folder.side_by_side(Image(position=0, url="", path=path), after) is None


async def test_results_are_fitted_into_a_message(folder: PictureStore, site: Any, noise: Any, paint: Any) -> None:
    images = [
        await folder.download_output(7, 0, site.serve("/a", paint())),
        Image(position=1, url="https://x/y", path="images/7/output-1.png"),
        await folder.download_output(7, 2, site.serve("/c", noise())),
    ]
    fitted = await folder.fit(images, file_limit=100_000, total_limit=200_000)
    assert [(each.filename, each.shrunk) for each in fitted] == [("banana-1.png", False), ("banana-3.jpg", True)]


async def test_forgotten_jobs_leave_no_file(folder: PictureStore, site: Any, paint: Any, files: Any) -> None:
    url = site.serve("/x", paint())
    for job_id in (1, 2, 3):
        await folder.download_output(job_id, 0, url)
    await folder.delete([1, 3, 99])
    assert files() == ["images/2/output-0.png"]


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="nothing is forbidden to this user")
def test_a_folder_that_cannot_be_written_takes_no_new_orders(folder: PictureStore, data_dir: Path) -> None:
    assert folder.has_room()
    for path in (data_dir, data_dir / "images"):
        path.mkdir(parents=True, exist_ok=True)
        path.chmod(0o500)
        try:
            assert not folder.has_room()
        finally:
            path.chmod(0o700)


# previews


async def test_a_preview_of_a_picture_elsewhere_is_fetched_once_and_leaves_nothing(
    folder: PictureStore, site: Any, paint: Any, files: Any
) -> None:
    url = site.serve("/cat.png", paint(size=(2000, 1500)))
    site.pages |= {f"/cat.png?signed={n}": site.pages["/cat.png"] for n in range(2)}
    small = [await folder.preview(Image(position=0, url=f"{url}?signed={n}")) for n in range(2)]
    assert small[0] == small[1] is not None
    image = Pillow.open(BytesIO(small[0] or b""))
    assert image.format == "JPEG" and max(image.size) < 1000
    assert len(site.heard) == 1 and files() == []


async def test_a_preview_of_a_kept_picture_needs_no_address(folder: PictureStore, site: Any, paint: Any) -> None:
    taken = await folder.import_input(7, Image(position=0, url=site.serve("/x", paint())))
    assert await folder.preview(replace(taken, url="")) == await folder.thumbnail(taken)


async def test_what_has_no_preview_is_not_fetched_again_for_each_look(folder: PictureStore, site: Any) -> None:
    image = Image(position=0, url=site.serve("/x", b"\x89PNG\r\n\x1a\n and nothing more"))
    assert [await folder.preview(image) for _ in range(5)] == [None] * 5
    assert len(site.heard) == 1


async def test_a_preview_is_made_where_a_start_clears_up_after_a_crash(
    folder: PictureStore, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Path] = []

    async def fetch(url: str, into: Path, *, limit: int, spare: int) -> bool:
        seen.append(into)
        raise PictureUnavailable

    monkeypatch.setattr(folder._fetcher, "fetch", fetch)
    await folder.preview(Image(position=0, url="https://cdn.example/x"))
    left = seen[0].with_name("picture")
    left.parent.mkdir()
    left.write_bytes(b"somebody's")
    assert left.is_relative_to(data_dir / "images")
    folder.sweep_previews()
    assert not left.parent.exists()


@pytest.mark.parametrize("page", [b"<svg/>", "reset", "hang"])
async def test_what_can_not_be_previewed_soon_is_none(
    folder: PictureStore, site: Any, page: bytes | str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder_module, "PREVIEW_S", 0.2)
    url = site.serve("/x", page) if isinstance(page, bytes) else f"{site.url}/x"
    site.pages["/x"] = site.pages.get("/x", page)
    assert await folder.preview(Image(position=0, url=url)) is None
    assert await folder.preview(Image(position=0, url="http://10.0.0.1/x")) is None
