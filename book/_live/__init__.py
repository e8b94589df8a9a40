"""What runs in a worker of a page: a notebook's cells, and lines that a reader types."""
