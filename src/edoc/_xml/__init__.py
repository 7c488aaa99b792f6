"""The only place that makes XML parsers: hardened, limited, with locations."""
