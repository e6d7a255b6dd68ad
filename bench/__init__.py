"""What the engines cost, side by side: `python -m bench --help`."""
