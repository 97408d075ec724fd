"""COLLECT: what to fetch, politely, into the raw archive."""
