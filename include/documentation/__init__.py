"""Pages of docs/ that the project writes of itself, with what the loaders and the warehouse really say."""
