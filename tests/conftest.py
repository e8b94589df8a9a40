"""Tests type their lines as the chapters do."""

from book.notation import start

start()
