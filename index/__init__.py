"""Reading, cleaning, chunking, embedding and searching news articles."""
