"""An index on a Chroma server: nothing of it lies on the machines that ask."""
