"""Articles from the web: fetched politely, within limits, and from public addresses only."""
