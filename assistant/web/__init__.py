"""The web part: the HTTP API and the chat page, in one FastAPI application."""
