"""PoolingExplorer: its traits, and the parts of its view."""
