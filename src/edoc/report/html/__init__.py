"""Reports as one HTML page for people: complete in itself, without a network."""
