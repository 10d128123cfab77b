"""Numbers out of nodes: values, traces and certificates."""
