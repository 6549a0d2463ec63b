"""What people look at, of each revision: written below its folder in `papers/`, a list of all of it last.

`<root>/<province_code>/<YYYY-MM>/<revision>/papers/`. They are made of what was frozen and of what lies behind it; the
proof is the folder above. A papers folder without a whole `papers.json` is not finished, and is written again.
"""

FOLDER = "papers"
LIST = "papers.json"
