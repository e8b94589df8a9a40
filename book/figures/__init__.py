"""The pictures of the chapters, as SVG, each with a description in words and numbers."""
