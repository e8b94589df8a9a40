"""Files: written whole or not at all; whatever is not whole, ours and unchanged is refused, and never run."""

import io
import json
import os
import pickle
import threading
import zipfile

import numpy as np
import pytest
from shared import DEEP, same

from netlib import Checkpoint, Network, sgd
from netlib.files import CheckpointError, read, write

ABOUT = {"network": {"activation": ["sigmoid"], "loss": "sse"}, "odd": [1.5, float("inf"), None, "δ"]}


def arrays():
    return {"W0": np.random.default_rng(0).normal(size=(2, 3)), "b0": np.ones(2, np.float32)}


def test_what_is_written_is_read_to_the_bit(tmp_path):
    write(tmp_path / "file.npz", ABOUT, arrays())
    about, found = read(tmp_path / "file.npz")
    assert {name: about[name] for name in ABOUT} == ABOUT and about["numpy"] == np.__version__
    assert found.keys() == arrays().keys()
    for name, array in arrays().items():
        assert found[name].dtype == array.dtype and np.array_equal(found[name], array)
        found[name][...] = 0  # writable, and a copy


@pytest.mark.parametrize("biases", [True, False])
def test_a_network_comes_back_from_its_file(tmp_path, biases):
    net = Network.random((2, 4, 3), 1, biases, ("silu", "softmax"), "cce")
    net.save(tmp_path / "net.npz")
    loaded = Network.load(str(tmp_path / "net.npz"))
    x = np.random.default_rng(0).normal(size=(5, 2))
    assert np.array_equal(loaded(x), net(x)) and (loaded.biases is None) == (not biases)
    assert loaded.about() == net.about()


def test_complex_weights_are_not_saved_as_something_else(tmp_path):
    with pytest.raises(TypeError, match="float64 or float32, not complex128"):
        Network([[[1j]]]).save(tmp_path / "net.npz")
    assert not any(tmp_path.iterdir())


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_write_that_fails_leaves_the_file_before_it(tmp_path, monkeypatch, step):
    path = tmp_path / "file.npz"
    write(path, ABOUT, arrays())
    before = path.read_bytes()

    def fails(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, step, fails)
    with pytest.raises(OSError, match="No space left"):
        write(path, ABOUT | {"odd": 2}, arrays())
    assert path.read_bytes() == before and list(tmp_path.iterdir()) == [path]


def test_every_truncation_is_refused(tmp_path):
    path = tmp_path / "file.npz"
    write(path, ABOUT, arrays())
    whole = path.read_bytes()
    for length in range(0, len(whole), 7):
        path.write_bytes(whole[:length])
        with pytest.raises(CheckpointError, match="no whole netlib file"):
            read(path)


def test_a_changed_bit_is_noticed_wherever_it_matters(tmp_path):
    """A zip archive has bytes that mean nothing, such as dates: a change there may pass, with the same content."""
    path = tmp_path / "file.npz"
    write(path, ABOUT, arrays())
    whole, refused = path.read_bytes(), set()
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        try:
            about, found = read(path)
        except CheckpointError:
            refused.add(place)
        else:
            assert about["odd"] == ABOUT["odd"] and all(np.array_equal(found[n], a) for n, a in arrays().items())
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        for entry in archive.infolist():
            start = whole.index(archive.read(entry))
            assert refused >= set(range(start, start + entry.file_size)), entry.filename


def rebuilt(path, compression=zipfile.ZIP_STORED, **changed):
    """The file's entries, some of them exchanged, in a proper archive."""
    with zipfile.ZipFile(path) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()} | changed
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)


def as_npy(array, **options):
    content = io.BytesIO()
    np.save(content, array, **options)
    return content.getvalue()


class Bomb:
    def __reduce__(self):
        return exec, ("raise SystemExit('a pickle was run')",)


def test_a_tampered_or_foreign_file_is_refused_and_not_run(tmp_path):
    path = tmp_path / "file.npz"
    about = json.dumps({"format": "other"}).encode()
    huge = as_npy(np.zeros(2)).replace(b"(2,)", b"(2" + b"0" * 12 + b",)").replace(b" " * 12, b"", 1)
    for message, options in (
        ("was changed after it was written", {"W0.npy": as_npy(np.zeros((2, 3)))}),
        ("was changed after it was written", {"W9.npy": as_npy(np.zeros(1))}),
        ("is compressed, which netlib never does", {"compression": zipfile.ZIP_DEFLATED}),
        ("holds object, not numbers", {"W0.npy": as_npy(np.array([Bomb()]), allow_pickle=True)}),
        ("holds complex128, not numbers", {"W0.npy": as_npy(np.array([1j]))}),
        ("magic string is not correct", {"W0.npy": pickle.dumps(Bomb())}),
        ("no whole netlib file", {"W0.npy": huge}),
        ("its format is 'other'", {"about.npy": as_npy(np.frombuffer(about, np.uint8))}),
        ("no whole netlib file", {"about.npy": as_npy(np.frombuffer(b"{", np.uint8))}),
    ):
        write(path, ABOUT, arrays())
        rebuilt(path, **options)
        with pytest.raises(CheckpointError, match=message):
            read(path)
    np.savez(path, W0=np.ones(2))
    with pytest.raises(CheckpointError, match="come from another program"):
        read(path)
    path.write_bytes(pickle.dumps(Bomb()))
    with pytest.raises(CheckpointError, match="no whole netlib file"):
        Network.load(path)


def test_a_missing_file_and_a_later_version_are_said_plainly(tmp_path, monkeypatch):
    with pytest.raises(FileNotFoundError, match="there is no file 'nowhere.npz'"):
        Network.load("nowhere.npz")
    monkeypatch.setattr("netlib.files.VERSION", 2)
    write(tmp_path / "file.npz", ABOUT, arrays())
    monkeypatch.undo()
    with pytest.raises(CheckpointError, match="has version 2; this netlib reads version 1"):
        read(tmp_path / "file.npz")


def test_a_file_whose_arrays_are_no_network_is_refused(tmp_path):
    write(tmp_path / "file.npz", {"network": {"activation": ["sigmoid"], "loss": "sse"}}, {"W1": np.ones((1, 1))})
    with pytest.raises(CheckpointError, match="does not hold a network"):
        Network.load(tmp_path / "file.npz")


def spoiled(whole: bytes, rng: np.random.Generator) -> bytes:
    """The bytes with one to three pieces overwritten, left out, repeated or moved."""
    for _ in range(rng.integers(1, 4)):
        start, length, to = rng.integers(len(whole)), rng.integers(1, 40), rng.integers(len(whole))
        before, piece, behind = whole[:start], whole[start : start + length], whole[start + length :]
        kinds = (before + rng.bytes(len(piece)) + behind, before + behind, before + piece + piece + behind)
        moved = (before + behind)[:to] + piece + (before + behind)[to:]
        whole = (*kinds, before + bytes(len(piece)) + behind, moved)[rng.integers(5)]
    return whole


def test_spoiled_checkpoints_are_refused_with_the_network_unchanged_or_hold_the_same(tmp_path):
    """500 files, ten times as many under the deep profile: what is read is what was written, or nothing is read."""
    path, rng, refused = tmp_path / "run.npz", np.random.default_rng(0), 0
    X, T, count = np.eye(2), np.ones((2, 1)) / 2, 5000 if DEEP else 500
    trained = Network.random((2, 3, 1), 1, True)
    sgd(trained, X, T, epochs=2, rng=0, checkpoint=path)
    whole, settings = path.read_bytes(), dict(epochs=2, rng=0, progress=False)
    for _ in range(count):
        path.write_bytes(spoiled(whole, rng))
        net = Network.random((2, 3, 1), 1, True)
        try:
            sgd(net, X, T, checkpoint=Checkpoint(path, every=10**6, resume=True), **settings)
        except CheckpointError:
            refused += 1
            assert same(net, Network.random((2, 3, 1), 1, True))
        else:
            assert same(net, trained)
    assert refused > count / 2


def test_modes_are_kept_links_are_not_followed_and_a_pipe_is_not_waited_for(tmp_path):
    path, victim = tmp_path / "net.npz", tmp_path / "victim"
    net = Network.random((2, 3, 1), 1)
    net.save(path)
    path.chmod(0o600)
    victim.write_bytes(b"mine")
    (tmp_path / "net.npz.partial").symlink_to(victim)
    net.save(path)
    assert path.stat().st_mode & 0o777 == 0o600 and victim.read_bytes() == b"mine"
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(CheckpointError, match="is not a regular file"):
        Network.load(tmp_path / "pipe")
    with pytest.raises(OSError, match="is not the path of a regular file"):
        net.save(tmp_path / "pipe")


def test_two_writers_of_one_file_leave_one_whole_file(tmp_path):
    path, nets = tmp_path / "net.npz", [Network.random((2, 30, 1), seed) for seed in (1, 2)]
    writers = [threading.Thread(target=lambda net=net: [net.save(path) for _ in range(20)]) for net in nets]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert any(same(Network.load(path), net) for net in nets) and list(tmp_path.iterdir()) == [path]
