"""The evaluation: gold questions in, a verdict one can trust out."""
