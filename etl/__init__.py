"""REFINE: pure functions from archived bytes to rows; no network, no database."""
