"""Tests of tokens, encodings and what stands between them."""
