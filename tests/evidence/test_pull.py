"""Downloads from a server of our own: resumed, checked, unpacked, and clear when they fail."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from detente.errors import NetworkError, SourceFormatError
from detente.evidence import pull
from detente.evidence.source import Download, adapter

BODY = bytes(range(256)) * 2000


class Handler(BaseHTTPRequestHandler):
    """Serves BODY under /file and a zip under /zip, with ranges; breaks off under /broken."""

    def do_GET(self):
        wanted = self.headers.get("Range")
        self.server.ranges.append(wanted)  # type: ignore[attr-defined]
        if self.path == "/absent":
            self.send_error(404)
            return
        body = self.server.zip if self.path == "/zip" else BODY  # type: ignore[attr-defined]
        start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted else 0
        if start >= len(body):
            self.send_error(416)
            return
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(body) - start))
        self.end_headers()
        stop = len(body) // 2 if self.path == "/broken" else len(body)
        self.wfile.write(body[start:stop])

    def log_message(self, *args):
        pass


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as bundle:
        bundle.writestr("deep/../../NMC-70.csv", "ccode\n2\n")
        bundle.writestr("readme.pdf", "no")
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    httpd.ranges, httpd.zip = [], content.getvalue()  # type: ignore[attr-defined]
    thread = threading.Thread(target=httpd.serve_forever, daemon=True)
    thread.start()
    yield httpd
    httpd.shutdown()
    thread.join()
    httpd.server_close()


SOURCE = adapter("nmc").SOURCE


def link(server, path, file="data.bin", sha256=None) -> Download:
    return Download(f"http://127.0.0.1:{server.server_address[1]}{path}", file, sha256)


def test_file_arrives_whole(server, tmp_path):
    seen = []
    path = pull.fetch(SOURCE, link(server, "/file"), tmp_path, lambda done, total: seen.append((done, total)))
    assert path.read_bytes() == BODY
    assert seen[-1] == (len(BODY), len(BODY))


def test_partial_file_is_resumed(server, tmp_path):
    (tmp_path / "data.bin.part").write_bytes(BODY[:1000])
    digest = hashlib.sha256(BODY).hexdigest()
    path = pull.fetch(SOURCE, link(server, "/file", sha256=digest), tmp_path)
    assert path.read_bytes() == BODY
    assert server.ranges == ["bytes=1000-"]
    assert [p.name for p in tmp_path.iterdir()] == ["data.bin"]


def test_broken_connection_keeps_the_part_for_the_next_try(server, tmp_path):
    with pytest.raises(NetworkError, match="try again to resume"):
        pull.fetch(SOURCE, link(server, "/broken"), tmp_path)
    assert (tmp_path / "data.bin.part").stat().st_size == len(BODY) // 2
    assert pull.fetch(SOURCE, link(server, "/file"), tmp_path).read_bytes() == BODY


def test_part_of_another_file_is_dropped(server, tmp_path):
    (tmp_path / "data.bin.part").write_bytes(BODY + b"more")
    assert pull.fetch(SOURCE, link(server, "/file"), tmp_path).read_bytes() == BODY


def test_wrong_checksum_leaves_nothing(server, tmp_path):
    with pytest.raises(NetworkError, match="SHA-256"):
        pull.fetch(SOURCE, link(server, "/file", sha256="0" * 64), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_absent_file_says_which_page_to_open(server, tmp_path):
    with pytest.raises(NetworkError, match=f"Open {SOURCE.url}, download .*NMC.* and put it into"):
        pull.fetch(SOURCE, link(server, "/absent"), tmp_path / SOURCE.id)


def test_no_network_says_which_page_to_open(tmp_path):
    refused = Download("http://127.0.0.1:9/file", "data.bin")
    with pytest.raises(NetworkError, match=f"Open {SOURCE.url}"):
        pull.fetch(SOURCE, refused, tmp_path)


def test_zip_is_unpacked_beside_itself(server, tmp_path):
    folder = tmp_path / "nmc"
    pull.fetch(SOURCE, link(server, "/zip", "NMC.zip"), folder)
    assert sorted(p.name for p in folder.iterdir()) == ["NMC-70.csv", "NMC.zip"]
    assert not (tmp_path / "NMC-70.csv").exists()


def test_damaged_zip_is_named(tmp_path):
    path = tmp_path / "NMC.zip"
    path.write_bytes(b"PK no zip")
    with pytest.raises(SourceFormatError, match=r"NMC\.zip"):
        pull.unpack(path)


def test_pull_keeps_fetches_and_names(server, tmp_path, monkeypatch):
    @dataclasses.dataclass
    class Stub:
        SOURCE: object

    wanted = dataclasses.replace(
        SOURCE, downloads=(link(server, "/file", "a.bin"), link(server, "/file", "b.bin"))
    )
    (tmp_path / "nmc").mkdir()
    (tmp_path / "nmc" / "a.bin").write_bytes(b"mine")
    monkeypatch.setattr(pull, "adapter", lambda _: Stub(wanted))
    assert [(r.file, r.status) for r in pull.pull(tmp_path, ["nmc"])] == [
        ("a.bin", "kept"),
        ("b.bin", "downloaded"),
    ]
    monkeypatch.setattr(pull, "adapter", lambda _: Stub(dataclasses.replace(SOURCE, downloads=())))
    (result,) = pull.pull(tmp_path, ["nmc"])
    assert result.status == "by hand"
    assert SOURCE.url in result.advice
