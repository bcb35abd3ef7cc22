"""What runs as processes of its own. A package: its folders have the names of those beside the units."""
