"""Pictures of a numbered graph: rails and trees as text, DOT, Mermaid, and a layered drawing of its own as SVG."""
