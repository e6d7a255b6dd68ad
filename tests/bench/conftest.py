"""Makes `bench` importable, which is part of a checkout and of nothing installed."""

import sys
from pathlib import Path

# behind everything else, so that an installed `searcher` stays the one that is tested
sys.path.append(str(Path(__file__).resolve().parents[2]))
