"""``python -m demo``: print, serve or write out the demo press."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from demo.press import Press


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the outlets; write the truth and the source files where asked; serve until interrupted."""
    parser = argparse.ArgumentParser(
        prog="python -m demo", description="A small invented provincial press on 127.0.0.1."
    )
    parser.add_argument("--articles", type=int, default=150, help="articles of all outlets together")
    parser.add_argument("--seed", type=int, default=1, help="the same seed prints the same pages")
    parser.add_argument("--port", type=int, default=0, help="first of consecutive ports (default: free ones)")
    parser.add_argument("--trouble", action="store_true", help="add the outlet where everything goes wrong")
    parser.add_argument("--corrected", action="store_true", help="start with the corrected edition")
    parser.add_argument("--serve", action="store_true", help="serve until interrupted")
    parser.add_argument("--write-truth", type=Path, metavar="FILE", help="write what the pages state as JSON lines")
    parser.add_argument("--write-sources", type=Path, metavar="DIR", help="write the outlets' source files")
    parser.add_argument("--write-gold", type=Path, metavar="DIR", help="write the articles as annotated documents")
    parser.add_argument("--write-texts", type=Path, metavar="DIR", help="write the articles as plain text files")
    options = parser.parse_args(arguments)
    if options.articles < 1:
        parser.error("--articles: at least one article is needed")
    press = Press(options.seed, options.articles, options.corrected, trouble=options.trouble, base_port=options.port)
    try:
        with press:
            for outlet in press.outlets:
                about = f"{outlet.source_id:18} {outlet.family:22} {outlet.articles:7}"
                print(f"{about} {outlet.home}  {outlet.identity.name}")
            if options.write_sources:
                press.write_sources(options.write_sources)
            if options.write_truth:
                print(f"{press.write_truth(options.write_truth)} facts in {options.write_truth}")
            if options.write_gold:
                print(f"{press.write_gold(options.write_gold)} annotated documents in {options.write_gold}")
            if options.write_texts:
                print(f"{press.write_texts(options.write_texts)} text files in {options.write_texts}")
            sys.stdout.flush()
            while options.serve:
                time.sleep(3600)
    except KeyboardInterrupt:
        return 0
    except OSError as error:
        print(f"the demo press cannot be served: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
