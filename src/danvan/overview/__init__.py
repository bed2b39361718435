"""What a person sees first: my work, and one search across the house. It owns no tables."""
