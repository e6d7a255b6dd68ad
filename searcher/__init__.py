"""Full-text search over bilingual digests of arXiv papers."""
