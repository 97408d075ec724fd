"""A small provincial press of our own, served on localhost, with its truth beside it."""
